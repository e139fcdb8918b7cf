# splitroot_module(NAME FOLDER-RELATIVE-SOURCES... [USES modules...] [LINKS third-party...])
# One folder, one library `splitroot_NAME`; include paths start at the top level ("core/result.hpp").
function(splitroot_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;LINKS" ${ARGN})
  add_library(splitroot_${name} STATIC ${ARG_SOURCES})
  target_include_directories(splitroot_${name} PUBLIC ${CMAKE_SOURCE_DIR})
  list(TRANSFORM ARG_USES PREPEND splitroot_)
  target_link_libraries(splitroot_${name} PUBLIC ${ARG_USES} PRIVATE ${ARG_LINKS})
endfunction()

# Tells the files that read something of the tree where it is. Only these: a path of this checkout in every
# command would keep a compiler cache from serving another one.
function(splitroot_say_source_dir)
  foreach(source IN LISTS ARGN)
    file(STRINGS ${source} mentions REGEX SPLITROOT_SOURCE_DIR)
    if(mentions)
      set_property(SOURCE ${source} APPEND PROPERTY COMPILE_DEFINITIONS
                   SPLITROOT_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    endif()
  endforeach()
endfunction()

# splitroot_tests(NAME [SOURCES...] [USES modules...] [LABELS labels...])
# One doctest program for one module; the runner's main is compiled once.
function(splitroot_tests name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;LINKS;LABELS" ${ARGN})
  add_executable(test_${name} ${ARG_SOURCES} $<TARGET_OBJECTS:doctest_main>)
  list(TRANSFORM ARG_USES PREPEND splitroot_)
  target_link_libraries(test_${name} PRIVATE ${ARG_USES} ${ARG_LINKS})
  splitroot_say_source_dir(${ARG_SOURCES})
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" SKIP_RETURN_CODE 77)
endfunction()
