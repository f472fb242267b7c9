cimport cython
from countersight.match.kernel_laid cimport Laid

cdef unsigned long long TWOS, FOURS, EIGHTS, ONES

cdef Py_ssize_t _two(bytes held, Py_ssize_t place, Py_ssize_t i) except -1

@cython.locals(high=cython.uint)
cdef unsigned int _mask(bytes held, Py_ssize_t place, Py_ssize_t i) except? 4294967295

@cython.locals(k=Py_ssize_t)
cdef bint _equal(bytes x, Py_ssize_t at, Py_ssize_t many, bytes y, Py_ssize_t start, Py_ssize_t length) except -1

@cython.locals(k=Py_ssize_t)
cdef bint _inside(bytes x, Py_ssize_t at, Py_ssize_t many, bytes y, Py_ssize_t start, Py_ssize_t length) except -1

@cython.locals(k=Py_ssize_t, i=Py_ssize_t, j=Py_ssize_t, vowels=Py_ssize_t, c=int)
cdef bint _short_for(bytes x, Py_ssize_t at, Py_ssize_t many, bytes y, Py_ssize_t start, Py_ssize_t length) except -1

@cython.final
cdef class Room:
    cdef double[::1] left, right, values, near_by
    cdef int[::1] row, spots, near_i, near_j, same_i, same_j, at, long
    cdef unsigned int[::1] masks
    cdef unsigned long long[::1] table
    cdef unsigned long long all
    cdef Py_ssize_t same, initials, nears, longest, many
    cdef double near
    cdef bint near_pinyin, near_head, open, acronym, joined, within, sound, form_of
    cdef int mine, theirs
    cdef bint joinable
    cdef Laid spread

    cdef const double[::1] weights_organisation, weights_person

    cpdef weigh_by(self, organisation, person)

    @cython.locals(i=Py_ssize_t, odds=double, weights="const double[::1]")
    cpdef double reach(self, Laid a, Laid b) except? -2.0

    cpdef list all_features(self, Laid a, Laid b)

    cpdef list told(self)

    @cython.locals(i=Py_ssize_t)
    cpdef bint nothing(self, Laid a, Laid b) except -1

    @cython.locals(i=Py_ssize_t, at=int, end=int)
    cdef void _spread(self, Laid one, Py_ssize_t side) except *

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t, kind=int, c=int, at=Py_ssize_t, many=Py_ssize_t, start=Py_ssize_t, length=Py_ssize_t, firsts=cython.uint)
    cdef bint _may_join(self, Laid one, Py_ssize_t side, Laid two, Py_ssize_t other) except -1

    @cython.locals(i=Py_ssize_t, k=Py_ssize_t, length=Py_ssize_t)
    cdef bint _goes_on(self, Laid one, Py_ssize_t at, Py_ssize_t many, Laid two, Py_ssize_t other, Py_ssize_t j) except -1

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t, kind=int, c=int, at=Py_ssize_t, many=Py_ssize_t, start=Py_ssize_t, length=Py_ssize_t, slips=Py_ssize_t, least=double, mask=cython.uint)
    cdef bint _may_meet(self, Laid one, Py_ssize_t side, Laid two, Py_ssize_t other, bint again) except -1

    @cython.locals(i=Py_ssize_t, count=Py_ssize_t)
    cdef Py_ssize_t _long_words(self, Laid one, Py_ssize_t side) except -1

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t)
    cdef void align(self, Laid a, Laid b) except *

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t)
    cdef bint _all_met(self, Laid a, Laid b) except -1

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t, at=Py_ssize_t, many=Py_ssize_t, start=Py_ssize_t, kind=int, other=int)
    cdef void _same(self, Laid a, Laid b) except *

    @cython.locals(at=Py_ssize_t, many=Py_ssize_t, start=Py_ssize_t, length=Py_ssize_t)
    cdef bint _agree(self, Laid a, Py_ssize_t i, Laid b, Py_ssize_t j) except -1

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t)
    cdef void _within(self, Laid a, Laid b) except *

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t, at=Py_ssize_t, many=Py_ssize_t, kind=int, start=Py_ssize_t, end=Py_ssize_t, k=Py_ssize_t, first=Py_ssize_t, length=Py_ssize_t)
    cdef void _joined(self, Laid one, Laid two, double[::1] mine, double[::1] theirs) except *

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t, at=Py_ssize_t, start=Py_ssize_t, turn=int)
    cdef void _initials(self, Laid a, Laid b) except *

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t, at=Py_ssize_t, many=Py_ssize_t, start=Py_ssize_t, length=Py_ssize_t, place=Py_ssize_t, size=Py_ssize_t, other=Py_ssize_t)
    cdef void _forms(self, Laid a, Laid b) except *

    @cython.locals(k=Py_ssize_t, m=Py_ssize_t)
    cdef bint _same_given(self, Laid a, Py_ssize_t i, Laid b, Py_ssize_t j) except -1

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t, at=Py_ssize_t, many=Py_ssize_t, variant=int, most=Py_ssize_t, spots=Py_ssize_t, kind=int, found=Py_ssize_t, start=Py_ssize_t, k=Py_ssize_t)
    cdef void _acronym(self, Laid one, Laid two, double[::1] mine, double[::1] theirs) except *

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t, at=Py_ssize_t, many=Py_ssize_t, start=Py_ssize_t, length=Py_ssize_t, kind=int, other=int)
    cdef void _short(self, Laid a, Laid b) except *

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t, k=Py_ssize_t, at=Py_ssize_t, many=Py_ssize_t, kind=int, best=Py_ssize_t, likeness=double)
    cdef void _near(self, Laid a, Laid b) except *

    @cython.locals(start=Py_ssize_t, length=Py_ssize_t, least=double, slips=Py_ssize_t, likeness=double)
    cdef void _weigh_near(self, Laid a, Py_ssize_t i, Py_ssize_t at, Py_ssize_t many, Laid b, Py_ssize_t j) except *

    cdef void _meet_near(self, Laid a, Py_ssize_t i, Laid b, Py_ssize_t j, double likeness) except *

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t, one=cython.ulonglong, full=cython.ulonglong, last=cython.ulonglong, up=cython.ulonglong, down=cython.ulonglong, zero=cython.ulonglong, before=cython.ulonglong, met=cython.ulonglong, turned=cython.ulonglong, more=cython.ulonglong, less=cython.ulonglong, slips=Py_ssize_t, most=Py_ssize_t, table="unsigned long long[::1]")
    cdef double _likeness(self, bytes x, Py_ssize_t at, Py_ssize_t many, bytes y, Py_ssize_t start, Py_ssize_t length) except? -2.0

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t, one=cython.ulonglong, rest=cython.ulonglong, met=cython.ulonglong, full=cython.ulonglong, table="unsigned long long[::1]")
    cdef Py_ssize_t _common_bits(self, bytes x, Py_ssize_t at, Py_ssize_t many, bytes y, Py_ssize_t start, Py_ssize_t length) except -1

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t, before=int, held=int, c=int, row="int[::1]")
    cdef Py_ssize_t _common(self, bytes x, Py_ssize_t at, Py_ssize_t many, bytes y, Py_ssize_t start, Py_ssize_t length) except -1

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t, kind=int, mine=int, theirs=int, general=double, other=double, low=double, long_left=int, met_left=int, met_right=int, low_met=int, d_met=int, g_met=int, place_met=int, unit=bint, unit_other=bint, not_office=bint, only=bint, single=bint, v="double[::1]")
    cdef bint hard(self, Laid a, Laid b) except -1

    @cython.locals(i=Py_ssize_t, at=Py_ssize_t, start=Py_ssize_t)
    cdef bint _words_alike(self, Laid a, Laid b) except -1

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t)
    cdef double _places(self, Laid a, Laid b, int d_met) except? -2.0

    @cython.locals(i=Py_ssize_t, total=Py_ssize_t, likeness=double, shorter=Py_ssize_t, mine=int, theirs=int, met=int, v="double[::1]")
    cdef void features(self, Laid a, Laid b) except *

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t, kind=int, share=double, weight=double, total=double, hit=double, distinct=double, met=double, general=double, left=double, total_b=double, hit_b=double, distinct_b=double, met_b=double, general_b=double, left_b=double, one=double, two=double, low=double, high=double, v="double[::1]")
    cdef void _sides(self, Laid a, Laid b) except *

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t, k=Py_ssize_t, m=Py_ssize_t)
    cdef bint _turned(self, Laid a, Laid b) except -1

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t, at=Py_ssize_t, many=Py_ssize_t, start=Py_ssize_t, shared=Py_ssize_t, near=Py_ssize_t, mine=Py_ssize_t, theirs=Py_ssize_t)
    cpdef bint refused(self, Laid a, Laid b) except -1

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t, at=Py_ssize_t, many=Py_ssize_t, start=Py_ssize_t, length=Py_ssize_t, shorter=Py_ssize_t, count=Py_ssize_t, same=Py_ssize_t)
    cdef Py_ssize_t _near_words(self, Laid a, Laid b) except? -2

    @cython.locals(i=Py_ssize_t, j=Py_ssize_t, at=Py_ssize_t, many=Py_ssize_t, start=Py_ssize_t)
    cdef bint _tells(self, Laid a, Laid b) except -1

    @cython.locals(i=Py_ssize_t, at=Py_ssize_t, many=Py_ssize_t, start=Py_ssize_t, length=Py_ssize_t, found=bint)
    cdef bint _slipped(self, Laid a, Laid b) except -1

    @cython.locals(shorter=Py_ssize_t)
    cdef bint _alike(self, Laid a, Py_ssize_t at, Py_ssize_t many, Laid b, Py_ssize_t start, Py_ssize_t length, double least) except -1

@cython.locals(at=Py_ssize_t, many=Py_ssize_t, start=Py_ssize_t, k=Py_ssize_t)
cdef Py_ssize_t _first(Laid laid, Py_ssize_t i) except -1

cdef int _bit(int kind) noexcept
cdef bint _distinct(int kind) noexcept
cdef bint _named(int kind) noexcept
cdef bint _general(int kind) noexcept

@cython.locals(x=int, y=int)
cdef bint _nearable(int one, int two) noexcept

@cython.locals(i=Py_ssize_t)
cdef bint _all_pinyin(Laid laid) except -1

cdef int _bits(unsigned long long mask) noexcept
