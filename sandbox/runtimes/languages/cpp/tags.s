# The tag of C++ exceptions, which the linker wants defined once.
	.tagtype __cpp_exception i32
	.globl __cpp_exception
__cpp_exception:
