cimport cython
from countersight.names.kernel cimport crc, sounded, syllables

cdef long long LOW, HASH
cdef Py_ssize_t PINYIN_WITHIN

@cython.final
cdef class Laid:
    cdef public int n, kinds, heads, masks, surface_at, word_at, marks, weights, joined, joined_long, sound_at, given_at
    cdef public int distinct_at, distinct_marks, words_distinct, key_at, key_marks, keys, core, core_long, sorted_core, sorted_long, form
    cdef public unsigned int head_mask, firsts
    cdef public int briefs, telling
    cdef public unsigned long long brief[12]
    cdef public bint abjad, foreign, person, empty, told, trading
    cdef public bytes blob
    cdef public Laid other
    cdef public unsigned long long trades
    cdef public long long other_core_hash, other_spaced_hash, core_hash, key_hash, spaced_hash, sorted_hash, numbers_hash, places_hash

@cython.final
cdef class Unit:
    cdef public bytes word, spelled, sound, given, joined
    cdef public int kind, weight, marks, head, form
    cdef public unsigned int letters
    cdef public unsigned long long trade, brief
    cdef public bint small
    cdef public str word_text, spelled_text, kind_text

@cython.final
cdef class Piece:
    cdef public bytes word
    cdef public long long key
    cdef public int what, marks
    cdef public str key_text

cpdef long long key_of(bytes word) except -1

cpdef long long hash_of(bytes text) except -1

@cython.locals(k=Py_ssize_t)
cdef Py_ssize_t _line(bytearray blob, Py_ssize_t at, bytes one) except -1

cdef Py_ssize_t _told(bytearray blob, Py_ssize_t spot, Py_ssize_t at, bytes one) except -1

cdef Py_ssize_t _ended(bytearray blob, Py_ssize_t spot, Py_ssize_t at) except? -1

@cython.locals(out=Laid, unit=Unit, piece=Piece, blob=bytearray, mask=cython.uint, bit=cython.uint, alike=bint, quiet=bint, many=Py_ssize_t, word=Py_ssize_t, spelled=Py_ssize_t, sound=Py_ssize_t, given=Py_ssize_t, joined=Py_ssize_t, runs=Py_ssize_t, size=Py_ssize_t, own=Py_ssize_t, at=Py_ssize_t, spot=Py_ssize_t, i=Py_ssize_t)
cpdef Laid assembled(list units, list pieces, bytes bare)

@cython.locals(key="long long", ordered="long long", numbers="long long", places="long long", piece=Piece, other=Piece, many=Py_ssize_t, distinct=Py_ssize_t, size=Py_ssize_t, spot=Py_ssize_t, i=Py_ssize_t, j=Py_ssize_t)
cdef Py_ssize_t _with_parts(Laid out, bytearray blob, Py_ssize_t at, list pieces, bytes bare) except? -1

@cython.locals(unit=Unit, heads=cython.uint, bit=cython.uint, i=Py_ssize_t)
cpdef Py_ssize_t own_acronym(list units, Py_ssize_t start) except -2

@cython.locals(letters=bytearray, fewer=bytearray, unit=Unit)
cdef bint _spelt(list units, bytes word) except -1

@cython.locals(mask=cython.uint, one=cython.uint, k=Py_ssize_t)
cdef unsigned int _letters(bytes held, Py_ssize_t at, Py_ssize_t end) except? 4294967295

@cython.final
cdef class Word:
    cdef public bytes text
    cdef public int marks
    cdef public Unit first, later, person
    cdef public list persons
    cdef public Piece piece
    cdef public Word instead
    cdef public tuple forms, fronts
    cdef public unsigned int whole, head, tail
    cdef public Py_ssize_t many

@cython.locals(many=Py_ssize_t, i=Py_ssize_t)
cpdef bint told_apart(bytes text) except -1

@cython.locals(unit=Unit, word=Word, many=Py_ssize_t, pinyin=bint)
cpdef Word plain_word(bytes text)
