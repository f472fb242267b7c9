cimport cython
from countersight.match.kernel_brief cimport briefed
from countersight.match.kernel_laid cimport Laid, Piece, Unit, Word, assembled, own_acronym, plain_word, told_apart
from countersight.names.kernel cimport Keys, bracketed, misread, several

cdef Py_ssize_t LONGEST_WORD, MOST_WORDS, MOST_KEYS

@cython.final
cdef class Read:
    cdef public list words
    cdef public Py_ssize_t size, bare
    cdef public bytes line
    cdef public bint around

@cython.final
cdef class Reader:
    cdef dict held
    cdef object special, describe, person_unit, own_unit
    cdef bytes plain, dropped
    cdef Py_ssize_t kept
    cdef Keys keys

    cpdef Word word(self, bytes text)

    cpdef Read read(self, str text)

    @cython.locals(read=Read)
    cpdef Laid listed(self, bytes raw, bint person)

    @cython.locals(around=bint, at=Py_ssize_t, i=Py_ssize_t, one=Read, word=Word, marks=int)
    cdef Read _read(self, bytes raw)

    @cython.locals(words=list, text=bytes, one=Word, last=Word, many=Py_ssize_t, size=Py_ssize_t, taken=Py_ssize_t, spelled=list, bare=Py_ssize_t, found=Py_ssize_t, i=Py_ssize_t)
    cpdef Read folded(self, bytes line)

    @cython.locals(keys=Keys, word=Word, i=Py_ssize_t)
    cpdef Keys keys_of(self, Read read)

    cpdef Laid side(self, Read read, bint person)

    @cython.locals(units=list, pieces=list, out=Laid)
    cdef Laid _organisation(self, Read read)

    @cython.locals(units=list, found=Laid, one=Laid)
    cdef Laid _person(self, Read read)

    cpdef list units(self, Read read, bint person)

    @cython.locals(words=list, out=list, word=Word, gone=Py_ssize_t, i=Py_ssize_t)
    cpdef list pieces(self, Read read)

    @cython.locals(pieces=list, keys=list, distinct=list, general=list, places=list, numbers=list, levels=list, trades=list, heads=list, piece=Piece, text=str)
    cpdef tuple parts(self, Read read)

    @cython.locals(units=list, words=list, kinds=list, weights=list, surface=list, joined=list, trades=list, unit=Unit, text=str, form=int)
    cpdef tuple tokens(self, Read read, bint person)

    @cython.locals(words=list, units=list, out=list, word=Word, at=Py_ssize_t, i=Py_ssize_t)
    cdef list _company(self, Read read)

    @cython.locals(kept=list, units=list, word=Word, unit=Unit, many=Py_ssize_t, size=Py_ssize_t, i=Py_ssize_t)
    cdef list _human(self, Read read)

    @cython.locals(at=Py_ssize_t)
    cdef Unit _unit(self, Word word, Py_ssize_t size, bint first)

    @cython.locals(out=list, single=bint, word=Word, text=bytes, marks=int, i=Py_ssize_t)
    cdef list _told(self, list words, Py_ssize_t many)

    @cython.locals(out=list, run=bytes, word=Word, i=Py_ssize_t)
    cdef list _joined(self, list words)

@cython.locals(word=Word, other=Word, form=tuple, at=Py_ssize_t, many=Py_ssize_t, taken=Py_ssize_t, size=Py_ssize_t, k=Py_ssize_t)
cdef Py_ssize_t _fronted(list words) except -1

@cython.locals(words=list, front=Word, last=Word, word=Word, many=Py_ssize_t, i=Py_ssize_t)
cdef bint _doubled(Read read) except -1

cdef bint _marked(Word word, int marks)

@cython.locals(form=tuple, many=Py_ssize_t, k=Py_ssize_t, word=Word)
cdef Py_ssize_t _form(list words, Py_ssize_t size, tuple forms) except -1
