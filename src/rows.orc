.init rsz_orc_init

# (3 near + far + 2) >> 2 is the average, rounded up, of near and of the average, rounded
# down, of near and far; avgub rounds up, and avg_down (a, b) = 255 - avg_up (255 - a, 255 - b).
.function rsz_orc_vdouble_u8
.dest 1 dst uint8_t
.source 1 near uint8_t
.source 1 far uint8_t
.temp 1 a
.temp 1 b
xorb a, near, 255
xorb b, far, 255
avgub a, a, b
xorb a, a, 255
avgub dst, near, a
