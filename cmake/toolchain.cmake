# Language level, warnings, sanitizers and build speed, for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_compile_options(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)

if(SPLITROOT_SANITIZE)
  add_compile_options(-fsanitize=${SPLITROOT_SANITIZE} -fno-omit-frame-pointer)
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
