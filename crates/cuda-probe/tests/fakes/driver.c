/* A driver for tests; what it says is decided when it is compiled. */
#include <stddef.h>
#include <string.h>

#ifndef VERSION
#define VERSION 12080
#endif
#ifndef INIT
#define INIT 0
#endif
#ifndef CARDS
#define CARDS 1
#endif

int cuDriverGetVersion(int *version) { *version = VERSION; return 0; }
int cuInit(unsigned flags) { return flags ? 1 : INIT; }
int cuDeviceGetCount(int *count) { *count = CARDS; return 0; }
int cuDeviceGet(int *device, int index) { *device = index; return index < CARDS ? 0 : 101; }
int cuDeviceTotalMem_v2(size_t *bytes, int device) { *bytes = (size_t)(device + 1) << 34; return 0; }

int cuDeviceGetName(char *name, int length, int device) {
    strncpy(name, device ? "Second card" : "First card", length);
    return 0;
}

int cuGetErrorName(int code, const char **name) {
    *name = code == 100 ? "CUDA_ERROR_NO_DEVICE" : code == 803 ? "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH" : NULL;
    return *name ? 0 : 1;
}
