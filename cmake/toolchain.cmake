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
  # Instrumented coroutines make g++ 12 see uninitialised values that are none.
  add_compile_options(-fsanitize=${SPLITROOT_SANITIZE} -fno-omit-frame-pointer -Wno-maybe-uninitialized)
  add_link_options(-fsanitize=${SPLITROOT_SANITIZE})
  if(SPLITROOT_SANITIZE STREQUAL "thread")
    add_compile_options(-Wno-error=tsan)  # Asio's fences, which g++ cannot instrument
  endif()
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
