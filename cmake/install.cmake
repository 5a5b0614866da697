# What `cmake --install` puts where: program, libraries, headers, pkg-config file,
# CMake package, man page, documents and examples.
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/detente)

# The program finds its library wherever the two are moved to together.
file(RELATIVE_PATH to_lib /prefix/${CMAKE_INSTALL_BINDIR} /prefix/${CMAKE_INSTALL_LIBDIR})
set_target_properties(detente_program PROPERTIES INSTALL_RPATH "$ORIGIN/${to_lib}")
install(TARGETS detente_program)
install(TARGETS detente_shared EXPORT detente FILE_SET HEADERS)
install(TARGETS detente_static EXPORT detente-static FILE_SET HEADERS)
install(EXPORT detente NAMESPACE detente:: DESTINATION ${package_dir}
    FILE detente-shared.cmake)
install(EXPORT detente-static NAMESPACE detente:: DESTINATION ${package_dir})

configure_package_config_file(cmake/detente-config.cmake.in detente-config.cmake
    INSTALL_DESTINATION ${package_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(detente-config-version.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES
    ${PROJECT_BINARY_DIR}/detente-config.cmake
    ${PROJECT_BINARY_DIR}/detente-config-version.cmake
    DESTINATION ${package_dir})

file(RELATIVE_PATH to_prefix /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
string(REGEX REPLACE "/$" "" to_prefix ${to_prefix})
set(static_libs "-llpsolve55_pic -lklu -lcolamd -ldl ${OpenMP_C_FLAGS} -lm")
configure_file(cmake/detente.pc.in detente.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/detente.pc
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(FILES README.md CHANGELOG.md LICENSE TYPE DOC OPTIONAL)
install(DIRECTORY examples TYPE DOC FILES_MATCHING PATTERN "*.conflict")
