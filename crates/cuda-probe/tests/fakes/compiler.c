/* NVRTC for tests. */
#ifndef MAJOR
#define MAJOR 12
#endif
#ifndef MINOR
#define MINOR 8
#endif

int nvrtcVersion(int *major, int *minor) { *major = MAJOR; *minor = MINOR; return 0; }
