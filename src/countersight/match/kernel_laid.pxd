cimport cython

cdef long long LOW, HASH

@cython.final
cdef class Laid:
    cdef public int n, kinds, heads, masks, surface_at, word_at, marks, weights, joined, joined_long, sound_at, given_at
    cdef public int distinct_at, distinct_marks, words_distinct, key_at, key_marks, keys, core, core_long, sorted_core, sorted_long, form
    cdef public unsigned int head_mask
    cdef public bint abjad, foreign, person, empty, told, trading
    cdef public bytes blob
    cdef public unsigned long long trades
    cdef public long long other_core_hash, other_spaced_hash, core_hash, key_hash, spaced_hash, sorted_hash, numbers_hash, places_hash

@cython.final
cdef class Unit:
    cdef public bytes word, spelled, sound, given, joined
    cdef public int kind, weight, marks, head, form
    cdef public unsigned int letters
    cdef public unsigned long long trade
    cdef public bint small

@cython.final
cdef class Piece:
    cdef public bytes word
    cdef public long long key
    cdef public int what, marks

cpdef long long key_of(bytes word) except -1

cpdef long long hash_of(str text) except -1

@cython.locals(place=Py_ssize_t, at=Py_ssize_t, one=bytes)
cdef Py_ssize_t _put(bytearray blob, list held) except -1

@cython.locals(out=Laid, unit=Unit, words=list, spelled=list, sounds=list, given=list, joined=list, blob=bytearray, heads=bytearray, masks=bytearray, marks=bytearray, weights=bytearray, mask=cython.uint, bit=cython.uint, alike=bint, quiet=bint, line=bytes)
cpdef assembled(list units)

@cython.locals(words=list, marks=bytearray, key="long long", ordered="long long", numbers="long long", places="long long", seen=list, piece=Piece, other=Piece, told=list, general=bytearray, blob=bytearray, text=bytes)
cpdef with_parts(Laid out, list pieces, str bare)

@cython.locals(letters=bytearray, fewer=bytearray, some=bint, unit=Unit)
cpdef bint own_acronym(list units) except -1

@cython.locals(mask=cython.uint, one=cython.uint, k=Py_ssize_t)
cdef unsigned int _letters(bytes held, Py_ssize_t at, Py_ssize_t end) except? 4294967295
