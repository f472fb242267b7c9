cimport cython

cdef unsigned int[::1] TABLE
cdef unsigned int FULL

@cython.locals(found=cython.uint, i=Py_ssize_t)
cdef unsigned int crc(bytes held, Py_ssize_t at, Py_ssize_t end, unsigned int start) except? 4294967295

@cython.final
cdef class Keys:
    cdef Py_ssize_t most, count
    cdef unsigned int[::1] held

    @cython.locals(i=Py_ssize_t, held="unsigned int[::1]")
    cdef void add(self, unsigned int key) except *

    @cython.locals(i=Py_ssize_t, word=bytes, many=Py_ssize_t, a=cython.uint, b=cython.uint, c=cython.uint, d=cython.uint)
    cpdef list latin(self, list words, bytes joined)
