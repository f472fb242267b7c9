cimport cython

cdef unsigned int[::1] TABLE
cdef unsigned int FULL, MARKS

@cython.locals(found=cython.uint, i=Py_ssize_t)
cpdef unsigned int crc(bytes held, Py_ssize_t at, Py_ssize_t end, unsigned int start) except? 4294967295

@cython.final
cdef class Keys:
    cdef public Py_ssize_t most, count
    cdef public unsigned int[::1] held
    cdef unsigned int[::1] marks
    cdef unsigned int name

    cpdef void begun(self) except *

    @cython.locals(i=Py_ssize_t, spot=cython.uint, held="unsigned int[::1]")
    cpdef void add(self, unsigned int key) except *

    @cython.locals(i=Py_ssize_t, a=cython.uint, b=cython.uint, c=cython.uint, d=cython.uint)
    cpdef void grams(self, bytes joined) except *

    @cython.locals(i=Py_ssize_t, word=bytes, many=Py_ssize_t)
    cpdef list latin(self, list words, bytes joined)

cdef bytes INITIALS, FINALS, VOWELS
cdef Py_ssize_t LONG

@cython.locals(many=Py_ssize_t, i=Py_ssize_t, reached=bytearray)
cpdef bint syllables(bytes word) except -1

@cython.locals(at=Py_ssize_t, k=Py_ssize_t)
cdef void _finals(bytes word, Py_ssize_t start, Py_ssize_t many, bytearray reached) except *

@cython.locals(text=bytearray, many=Py_ssize_t)
cpdef bytes sounded(bytes word)

@cython.locals(at=Py_ssize_t, out=Py_ssize_t, c=int, d=int, e=int, size=Py_ssize_t)
cdef Py_ssize_t _hissing(bytearray text, Py_ssize_t many) except -1

@cython.locals(at=Py_ssize_t, out=Py_ssize_t, c=int, d=int)
cdef Py_ssize_t _softened(bytearray text, Py_ssize_t many) except -1

@cython.locals(at=Py_ssize_t, out=Py_ssize_t, c=int)
cdef Py_ssize_t _without_vowels(bytearray text, Py_ssize_t many) except -1

@cython.locals(c=int, d=int, many=Py_ssize_t, i=Py_ssize_t)
cpdef bint misread(bytes raw) except -1

@cython.locals(at=Py_ssize_t, i=Py_ssize_t, c=int)
cpdef bint bracketed(bytes raw) except -1

@cython.locals(many=Py_ssize_t, i=Py_ssize_t, c=int)
cpdef bint several(bytes raw) except -1

cdef bint _digit(int c)

cdef bint _letter(int c)

cdef bint _capital(int c)
