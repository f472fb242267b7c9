cimport cython
from countersight.match.kernel cimport Room
from countersight.match.kernel_laid cimport Laid
from countersight.match.kernel_read cimport Read, Reader
from countersight.names.kernel cimport Keys, crc
from countersight.store.kernel cimport Searcher

@cython.final
cdef class Asking:
    cdef Room room
    cdef Reader reader
    cdef double odds, odds_person
    cdef unsigned int[::1] numbers, scores
    cdef public Py_ssize_t many
    cdef public Laid organisation

    @cython.locals(line=bytes, keys=Keys)
    cpdef Py_ssize_t near(self, Read read, Searcher searcher, unsigned long long least) except -2

    @cython.locals(i=Py_ssize_t, out=list)
    cpdef list unlaid(self, list laid)

    cpdef list found(self)

    @cython.locals(sorts=int, room=Room, i=Py_ssize_t, b=Laid, organisation=Laid, person=Laid, out=list)
    cpdef list open(self, Read read, list laid, bint told)
