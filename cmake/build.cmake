# detente_build: what every target of this project is compiled with. Nothing of it
# reaches those who use the library.
add_library(detente_build INTERFACE)
target_compile_definitions(detente_build INTERFACE
    _POSIX_C_SOURCE=200809L
    DT_VERSION="${PROJECT_VERSION}")
target_compile_options(detente_build INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow
    -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wvla -Wformat=2)
if(DT_WERROR)
    target_compile_options(detente_build INTERFACE -Werror)
endif()

if(DT_SANITIZE)
    set(sanitize -fsanitize=${DT_SANITIZE} -fno-omit-frame-pointer)
    if(DT_SANITIZE MATCHES "undefined")
        list(APPEND sanitize -fno-sanitize-recover=undefined)
    endif()
    target_compile_options(detente_build INTERFACE ${sanitize})
    target_link_options(detente_build INTERFACE ${sanitize})
endif()

if(DT_COVERAGE)
    target_compile_options(detente_build INTERFACE --coverage)
    target_link_options(detente_build INTERFACE --coverage)
endif()

if(DT_OPENMP)
    find_package(OpenMP COMPONENTS C)
endif()
if(OpenMP_C_FOUND)
    target_link_libraries(detente_build INTERFACE OpenMP::OpenMP_C)
else()
    target_compile_options(detente_build INTERFACE -Wno-unknown-pragmas)
endif()
