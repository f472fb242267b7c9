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
    cdef unsigned int[::1] dots, lengths
    cdef unsigned int[::1] touched, above, sums
    cdef unsigned int[::1] ranks
    cdef unsigned int[::1] places
    cdef unsigned int[::1] slots
    cdef unsigned int[::1] held
    cdef unsigned int[::1] ahead
    cdef unsigned int[::1] wanted
    cdef unsigned long long met, top
    cdef Py_ssize_t about
    cdef unsigned int[::1] best_at
    cdef unsigned long long[::1] best
    cdef Py_ssize_t names
    cdef Py_ssize_t size
    cdef Py_ssize_t count
    cdef Py_ssize_t seen
    cdef unsigned long long end
    cdef unsigned long long rest
    cdef unsigned long long prime
    cdef unsigned long long full, all
    cdef int shift
    cdef unsigned int mask
    cdef unsigned int cut
    cdef Py_ssize_t wide, rerank
    cdef Py_ssize_t most, near
    cdef bint busy
    cdef Limits limits

    @cython.locals(i=Py_ssize_t, norm=cython.uint, most=Py_ssize_t)
    cpdef renewed(self)

    @cython.locals(kept=Py_ssize_t, i=Py_ssize_t, length=cython.ulonglong, score=cython.ulonglong)
    cpdef list nearest(self, list wanted, list extra, Py_ssize_t limit, unsigned long long least=*)

    @cython.locals(kept=Py_ssize_t, i=Py_ssize_t, limit=Py_ssize_t, found=Py_ssize_t, score=cython.ulonglong)
    cpdef Py_ssize_t into(self, unsigned int[::1] wanted, Py_ssize_t many, unsigned long long least, unsigned int[::1] numbers, unsigned int[::1] scores) except -1

    @cython.locals(i=Py_ssize_t, read=Py_ssize_t, length=cython.ulonglong, root=cython.ulonglong, rank=cython.uint, value=cython.ulonglong, at=Py_ssize_t, dot=cython.ulonglong, full=cython.ulonglong, dots="unsigned int[::1]", lengths="unsigned int[::1]", postings="const unsigned int[::1]")
    cpdef list reaching(self, list wanted, list extra, unsigned long long least)

    @cython.locals(wide=Py_ssize_t)
    cdef void _begun(self, Py_ssize_t limit) except *

    @cython.locals(root=cython.ulonglong)
    cdef Py_ssize_t _found(self, object length, unsigned long long least) except -1

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t, kept=Py_ssize_t, found=Py_ssize_t, at=Py_ssize_t, place=Py_ssize_t, score=cython.ulonglong, start=Py_ssize_t, end=Py_ssize_t, met=cython.ulonglong, lengths="unsigned int[::1]", above="unsigned int[::1]", sums="unsigned int[::1]", best="unsigned long long[::1]", best_at="unsigned int[::1]")
    cdef Py_ssize_t _ordered(self, Py_ssize_t many, unsigned long long root, unsigned long long least) except -1

    @cython.locals(hashes="const unsigned int[::1]", low=Py_ssize_t, high=Py_ssize_t, middle=Py_ssize_t, many=Py_ssize_t, guess=Py_ssize_t)
    cpdef Py_ssize_t first(self, unsigned long long key, bint core) except? -2

    @cython.locals(length=cython.ulonglong, key=cython.ulonglong, slot=cython.ulonglong, rank=cython.ulonglong, at=cython.ulonglong, table="const unsigned int[::1]", slots="unsigned int[::1]", many=Py_ssize_t, met=cython.ulonglong, i=Py_ssize_t)
    cdef unsigned long long _known(self, unsigned int[::1] wanted, Py_ssize_t count) except? 1844674407

    @cython.locals(place=cython.uint, other=cython.uint, i=Py_ssize_t, ranks="unsigned int[::1]")
    cdef void _take(self, unsigned int rank) except *

    @cython.locals(place=cython.uint)
    cdef unsigned int _slot(self, unsigned int rank) except? 4294967295

    @cython.locals(budget=cython.long, many=cython.long, lists=Py_ssize_t, rank=cython.uint, start=Py_ssize_t, end=Py_ssize_t, i=Py_ssize_t, at=Py_ssize_t, value=cython.ulonglong, dot=cython.ulonglong, read=Py_ssize_t, seen=Py_ssize_t, full=cython.ulonglong, most=cython.ulonglong, met=cython.ulonglong, dots="unsigned int[::1]", lengths="unsigned int[::1]", touched="unsigned int[::1]", postings="const unsigned int[::1]")
    cdef void _products(self) except *

    @cython.locals(floor=cython.ulonglong, full=cython.ulonglong, dot=cython.ulonglong, norm=cython.ulonglong, ratio=cython.ulonglong, kept=Py_ssize_t, i=Py_ssize_t, j=Py_ssize_t, k=Py_ssize_t, at=Py_ssize_t, over=Py_ssize_t, above="unsigned int[::1]", sums="unsigned int[::1]", dots="unsigned int[::1]", lengths="unsigned int[::1]", touched="unsigned int[::1]", best="unsigned long long[::1]", best_at="unsigned int[::1]")
    cdef Py_ssize_t _chosen(self, Py_ssize_t rerank) except -1

    @cython.locals(norm=cython.ulonglong, score=cython.ulonglong, rank=cython.uint, place=cython.uint, held=cython.uint, mask=cython.uint, cut=cython.uint, start=Py_ssize_t, i=Py_ssize_t, slots="unsigned int[::1]", forward="const unsigned int[::1]")
    cdef long _cosine(self, Py_ssize_t at, unsigned long long dot, unsigned long long root) except -1

    @cython.locals(i=Py_ssize_t)
    cdef void _forget(self) except *
