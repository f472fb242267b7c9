cimport cython

cdef class Limits:
    cdef long budget
    cdef long always
    cdef long max_df
    cdef long rerank
    cdef long least

@cython.final
cdef class Searcher:
    cdef const unsigned int[::1] table
    cdef const unsigned int[::1] weights
    cdef const unsigned int[::1] starts
    cdef const unsigned int[::1] postings
    cdef const unsigned int[::1] forward_starts
    cdef const unsigned int[::1] forward
    cdef const unsigned int[::1] norms
    cdef const unsigned int[::1] folded_hash
    cdef const unsigned int[::1] core_hash
    cdef unsigned int[::1] dots
    cdef unsigned int[::1] touched
    cdef unsigned int[::1] ranks
    cdef unsigned int[::1] places
    cdef unsigned int[::1] slots
    cdef unsigned int[::1] held
    cdef unsigned int[::1] ahead
    cdef unsigned long long met
    cdef unsigned int[::1] best_at
    cdef unsigned long long[::1] best
    cdef Py_ssize_t names
    cdef Py_ssize_t size
    cdef Py_ssize_t count
    cdef Py_ssize_t seen
    cdef unsigned long long end
    cdef unsigned long long rest
    cdef unsigned long long prime
    cdef unsigned long long full
    cdef int shift
    cdef unsigned int mask
    cdef unsigned int cut
    cdef Py_ssize_t wide
    cdef Py_ssize_t most
    cdef bint busy
    cdef Limits limits

    cpdef renewed(self)

    @cython.locals(kept=Py_ssize_t, i=Py_ssize_t, root=cython.ulonglong, length=object, score=cython.ulonglong, wide=Py_ssize_t)
    cpdef list nearest(self, list wanted, list extra, Py_ssize_t limit, unsigned long long least=*)

    @cython.locals(i=Py_ssize_t, seen=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t, read=Py_ssize_t, root=cython.ulonglong, length=object, rank=cython.uint, value=cython.ulonglong, at=cython.uint, dot=cython.ulonglong, norm=cython.ulonglong, full=cython.ulonglong, dots="unsigned int[::1]", touched="unsigned int[::1]", postings="const unsigned int[::1]", norms="const unsigned int[::1]")
    cpdef list above(self, list wanted, list extra, unsigned long long least)

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t, kept=Py_ssize_t, at=cython.uint, norm=cython.ulonglong, score=cython.ulonglong, start=Py_ssize_t, end=Py_ssize_t, met=cython.ulonglong, best="unsigned long long[::1]", best_at="unsigned int[::1]")
    cdef Py_ssize_t _ordered(self, Py_ssize_t many, unsigned long long root, unsigned long long least) except -1

    @cython.locals(hashes="const unsigned int[::1]", low=Py_ssize_t, high=Py_ssize_t, middle=Py_ssize_t)
    cpdef Py_ssize_t first(self, bint core, unsigned long long key) except? -2

    @cython.locals(length=cython.ulonglong, key=cython.ulonglong, slot=cython.ulonglong, rank=cython.ulonglong, at=cython.ulonglong, table="const unsigned int[::1]", slots="unsigned int[::1]", many=Py_ssize_t, met=cython.ulonglong, i=Py_ssize_t)
    cdef unsigned long long _known(self, list wanted) except? 1844674407

    @cython.locals(place=cython.uint, i=Py_ssize_t)
    cdef void _take(self, unsigned int rank) except *

    @cython.locals(place=cython.uint)
    cdef unsigned int _slot(self, unsigned int rank) except? 4294967295

    @cython.locals(budget=cython.long, many=cython.long, rank=cython.uint, start=Py_ssize_t, end=Py_ssize_t, i=Py_ssize_t, at=cython.uint, value=cython.ulonglong, dot=cython.ulonglong, read=Py_ssize_t, seen=Py_ssize_t, full=cython.ulonglong, dots="unsigned int[::1]", touched="unsigned int[::1]", postings="const unsigned int[::1]")
    cdef void _products(self) except *

    @cython.locals(met=cython.ulonglong, most=cython.ulonglong, floor=cython.ulonglong, dot=cython.ulonglong, norm=cython.ulonglong, ratio=cython.ulonglong, kept=Py_ssize_t, i=Py_ssize_t, j=Py_ssize_t, at=cython.uint, dots="unsigned int[::1]", touched="unsigned int[::1]", norms="const unsigned int[::1]", best="unsigned long long[::1]", best_at="unsigned int[::1]")
    cdef Py_ssize_t _chosen(self, Py_ssize_t rerank) except -1

    @cython.locals(dot=cython.ulonglong, norm=cython.ulonglong, score=cython.ulonglong, rank=cython.uint, place=cython.uint, held=cython.uint, mask=cython.uint, cut=cython.uint, start=Py_ssize_t, i=Py_ssize_t, slots="unsigned int[::1]", forward="const unsigned int[::1]")
    cdef long _cosine(self, unsigned int at, unsigned long long root) except -1

    @cython.locals(i=Py_ssize_t)
    cdef void _forget(self) except *
