// The compiled half of dlib that the parts need: packed texts, threads, number arrays (-DWHOLE: all of it).
#ifdef WHOLE
#include <dlib/all/source.cpp>
#else
#include <dlib/base64/base64_kernel_1.cpp>
#include <dlib/cuda/cpu_dlib.cpp>
#include <dlib/cuda/tensor_tools.cpp>
#include <dlib/entropy_decoder/entropy_decoder_kernel_2.cpp>
#include <dlib/entropy_encoder/entropy_encoder_kernel_2.cpp>
#if __has_include(<dlib/fft/fft.cpp>)
#include <dlib/fft/fft.cpp>
#endif
#include <dlib/test_for_odr_violations.cpp>
#include <dlib/threads/async.cpp>
#include <dlib/threads/thread_pool_extension.cpp>
#include <dlib/threads/threads_kernel_1.cpp>
#include <dlib/threads/threads_kernel_2.cpp>
#include <dlib/threads/threads_kernel_shared.cpp>
#endif
