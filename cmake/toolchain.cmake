# Language level, warnings, sanitizers and build speed, for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_compile_options(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)

# g++ 12 takes the frame of an Asio coroutine, allocated and freed by Asio itself, for a mismatch (false positive).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-Wno-mismatched-new-delete)
endif()

if(SPLITROOT_SANITIZE)
  add_compile_options(-fsanitize=${SPLITROOT_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${SPLITROOT_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-maybe-uninitialized)  # g++ 12 sees some in instrumented coroutines that are none
  endif()
  if(SPLITROOT_SANITIZE STREQUAL "thread")
    add_compile_options(-Wno-error=tsan)  # Asio's fences, which g++ cannot instrument
  endif()
endif()

if(SPLITROOT_FUZZ)
  # Coverage for libFuzzer, and an end at the first undefined behaviour. Warnings are g++'s business.
  # Checks of function types are left out: clang 14 cannot assemble them in a coroutine.
  add_compile_options(-fsanitize=fuzzer-no-link -fno-sanitize-recover=all -fno-sanitize=function -w
                      -fsanitize-ignorelist=${CMAKE_SOURCE_DIR}/tests/fuzz/not-ours.txt)
  # clang 14 has the coroutines of C++20, which libstdc++ and Asio know by a macro of clang 17. It also lacks g++'s
  # macro for an address sanitizer, by which core/json_parse.cpp knows not to read beyond a text's end.
  add_compile_definitions(__cpp_impl_coroutine=201902L __SANITIZE_ADDRESS__=1)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
