cimport cython
from countersight.match.kernel cimport Room
from countersight.match.kernel_brief cimport apart
from countersight.match.kernel_laid cimport Laid
from countersight.match.kernel_read cimport Read, Reader
from countersight.names.kernel cimport Keys, crc
from countersight.store.kernel cimport Searcher

@cython.final
cdef class Asking:
    cdef Room room
    cdef Reader reader
    cdef double odds, odds_person
    cdef unsigned int[::1] numbers, nearest, scores
    cdef public Py_ssize_t many
    cdef Py_ssize_t nears, limit
    cdef public bint same
    cdef public int state
    cdef unsigned long long met
    cdef public Laid organisation, person

    @cython.locals(i=Py_ssize_t)
    cpdef list ask(self, Read read, Searcher searcher, unsigned long long least, list laid, bint told)

    @cython.locals(line=bytes, keys=Keys)
    cpdef Py_ssize_t near(self, Read read, Searcher searcher, unsigned long long least) except -2

    @cython.locals(i=Py_ssize_t, at=cython.uint, known=bint)
    cpdef bint beside(self, list numbers) except -1

    @cython.locals(i=Py_ssize_t, out=list)
    @cython.locals(i=Py_ssize_t, at=Py_ssize_t, known=bint, out=list)
    cpdef list which(self, Read read, Searcher searcher, unsigned long long least, list numbers)

    cpdef list unlaid(self, list laid)

    cpdef list found(self)

    @cython.locals(sorts=int, met=cython.ulonglong, k=Py_ssize_t, i=Py_ssize_t, b=Laid, organisation=Laid, person=Laid, out=list)
    cpdef list open(self, Read read, list laid, bint told)

    @cython.locals(sorts=int, at=Py_ssize_t, b=Laid, organisation=Laid, person=Laid, out=list)
    cpdef list ever(self, Read read, list numbers, list laid)

    @cython.locals(b=Laid)
    cdef bint _stays(self, Laid organisation, Laid person, object held) except -1

    @cython.locals(b=Laid, found=int, pair=tuple, at=Py_ssize_t)
    cpdef int sorts_at(self, list near, list laid) except -1

    @cython.locals(organisation=Laid, person=Laid, pair=tuple, at=Py_ssize_t, out=list)
    cpdef list possible_at(self, tuple sides, list near, list laid)
