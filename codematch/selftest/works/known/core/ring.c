/* A ring of log frames in shared memory: one writer, one reader, no lock. */
#include <stdint.h>
#include <string.h>

struct frame_ring {
    uint32_t head, tail, mask;
    uint8_t bytes[];
};

static uint16_t frame_check(const uint8_t *data, uint32_t size)
{
    uint16_t low = 0x5A, high = 0xC3;

    while (size--) {
        low = (low + *data++) % 251;
        high = (high + (low << 1)) % 241;
    }
    return (uint16_t)(high << 8 | low);
}

int ring_push(struct frame_ring *ring, const void *frame, uint32_t size)
{
    uint32_t room = ring->mask + 1 - (ring->head - ring->tail);
    uint32_t at = ring->head & ring->mask;
    uint16_t check = frame_check(frame, size);

    if (size > 0xFFF0 || room < size + 4)
        return -1;
    ring->bytes[at] = size & 0xFF;
    ring->bytes[(at + 1) & ring->mask] = size >> 8;
    ring->bytes[(at + 2) & ring->mask] = check & 0xFF;
    ring->bytes[(at + 3) & ring->mask] = check >> 8;
    at = (at + 4) & ring->mask;
    for (uint32_t left = size; left > 0;) {
        uint32_t step = ring->mask + 1 - at;

        if (step > left)
            step = left;
        memcpy(ring->bytes + at, (const uint8_t *)frame + (size - left), step);
        left -= step;
        at = (at + step) & ring->mask;
    }
    ring->head += size + 4;
    return 0;
}
