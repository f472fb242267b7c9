cimport cython
from countersight.match.kernel_laid cimport Laid, Piece, Unit, hash_of

cdef Py_ssize_t WORDS

@cython.locals(many=Py_ssize_t, i=Py_ssize_t, j=Py_ssize_t, unit=Unit, piece=Piece, telling=bint, found=bint)
cpdef int briefed(Laid out, list units, list pieces) except -1

@cython.locals(size=Py_ssize_t, kind=int, marks=cython.ulonglong, told=cython.ulonglong, letters=cython.ulonglong)
cdef bint _brief(Unit unit) except -1

@cython.locals(i=Py_ssize_t, j=Py_ssize_t, x=cython.ulonglong, y=cython.ulonglong, shared=int, mine=int, theirs=int, both=cython.ulonglong, change=cython.ulonglong)
cpdef bint apart(Laid a, Laid b) except -1

@cython.locals(i=Py_ssize_t, x=cython.ulonglong)
cdef bint _shortened(Laid one, unsigned int heads) noexcept

@cython.locals(x=bytes, y=bytes, place=Py_ssize_t, other=Py_ssize_t, at=Py_ssize_t, start=Py_ssize_t, many=Py_ssize_t, k=Py_ssize_t)
cdef bint _spelled_alike(Laid one, Py_ssize_t i, Laid two, Py_ssize_t j) except -1

@cython.locals(both=cython.ulonglong, one=cython.ulonglong, two=cython.ulonglong, less=bint, more=bint, size=cython.ulonglong, other=cython.ulonglong)
cdef bint _kin(unsigned long long x, unsigned long long y) noexcept

@cython.locals(size=int, other=int, most=int, gap=int, slips=int, rest=cython.ulonglong)
cdef bint _near(unsigned long long x, unsigned long long y) noexcept
