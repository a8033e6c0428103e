# SPDX-License-Identifier: LGPL-2.1-or-later
# The portable SIMD rows. rows/orc/level.c says when each program may run; what it writes is what the
# plain C row of the same name writes. All are compiled at once, which takes 2.4 ms, and not each when it first runs: ORC
# 0.4.33's flag for that has no barrier, and slices run at the same time.
.init rsz_orc_init

# (3 near + far + 2) >> 2 is the mean, rounded up, of near and of the mean, rounded down, of
# near and far. avgub rounds up, and a mean rounded down is one rounded up seen from 255.
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

# Pixels of 1, 2 and 4 bytes, each of them twice.
.function rsz_orc_twice_u8
.dest 2 dst uint16_t
.source 1 src uint8_t
mergebw dst, src, src

.function rsz_orc_twice_u16
.dest 4 dst uint32_t
.source 2 src uint16_t
mergewl dst, src, src

.function rsz_orc_twice_u32
.dest 8 dst uint64_t
.source 4 src uint32_t
mergelq dst, src, src

# The same along a row: the two outputs of each near pixel side by side.
.function rsz_orc_hdouble_u8x2
.dest 4 dst uint32_t
.source 2 left uint16_t
.source 2 near uint16_t
.source 2 right uint16_t
.temp 2 n
.temp 2 x
.temp 2 a
.temp 2 b
loadw n, near
xorw x, n, 0xffff
xorw a, left, 0xffff
x2 avgub a, a, x
xorw a, a, 0xffff
x2 avgub a, a, n
xorw b, right, 0xffff
x2 avgub b, b, x
xorw b, b, 0xffff
x2 avgub b, b, n
mergewl dst, a, b

.function rsz_orc_hdouble_u8x4
.dest 8 dst uint64_t
.source 4 left uint32_t
.source 4 near uint32_t
.source 4 right uint32_t
.temp 4 n
.temp 4 x
.temp 4 a
.temp 4 b
loadl n, near
xorl x, n, 0xffffffff
xorl a, left, 0xffffffff
x4 avgub a, a, x
xorl a, a, 0xffffffff
x4 avgub a, a, n
xorl b, right, 0xffffffff
x4 avgub b, b, x
xorl b, b, 0xffffffff
x4 avgub b, b, n
mergelq dst, a, b

# Two weights that add up to one: a + (((b - a) * weight + 2^14) >> 15), weight in units of
# 2^-15. 2^7 (b - a) fits 16 bits, and so does the product's upper half.
.function rsz_orc_vlerp_u8
.dest 1 dst uint8_t
.source 1 sa uint8_t
.source 1 sb uint8_t
.param 2 weight int16_t
.temp 2 a
.temp 2 b
convubw a, sa
convubw b, sb
subw b, b, a
shlw b, b, 7
mulhsw b, b, weight
addw b, b, 32
shrsw b, b, 6
addw a, a, b
convsuswb dst, a

# A 32 bit sum in two 16 bit lanes: low is its last 16 bits, high the sum over 2^cut, 9 <= cut
# <= 13. Each tap adds a product rounded down to high, so eight taps leave high at most 7
# behind; how much is seen in the bits that both hold, cut .. 15:
#   high += (low - (high << cut)) >> cut, unsigned.
# The product over 2^cut is mulhsw of the sample times 2^(16 - cut).
.function rsz_orc_vscale4_u8
.dest 1 dst uint8_t
.source 1 s1 uint8_t
.source 1 s2 uint8_t
.source 1 s3 uint8_t
.source 1 s4 uint8_t
.param 2 w1 int16_t
.param 2 w2 int16_t
.param 2 w3 int16_t
.param 2 w4 int16_t
.param 2 half int16_t
.param 2 shift int16_t
.temp 2 low
.temp 2 high
.temp 2 x
.temp 2 y
convubw x, s1
mullw low, x, w1
shlw x, x, 7
mulhsw high, x, w1
convubw x, s2
mullw y, x, w2
addw low, low, y
shlw x, x, 7
mulhsw x, x, w2
addw high, high, x
convubw x, s3
mullw y, x, w3
addw low, low, y
shlw x, x, 7
mulhsw x, x, w3
addw high, high, x
convubw x, s4
mullw y, x, w4
addw low, low, y
shlw x, x, 7
mulhsw x, x, w4
addw high, high, x
shlw x, high, 9
subw low, low, x
shruw low, low, 9
addw high, high, low
addw high, high, half
shrsw high, high, shift
convsuswb dst, high

# Any number of taps, four at a time, through rows of low and high, put right from the eighth
# tap on.
.function rsz_orc_vscalen_begin_u8
.dest 2 lows int16_t
.dest 2 highs int16_t
.source 1 s1 uint8_t
.source 1 s2 uint8_t
.source 1 s3 uint8_t
.source 1 s4 uint8_t
.param 2 w1 int16_t
.param 2 w2 int16_t
.param 2 w3 int16_t
.param 2 w4 int16_t
.param 2 scale int16_t
.temp 2 low
.temp 2 high
.temp 2 x
.temp 2 y
convubw x, s1
mullw low, x, w1
mullw x, x, scale
mulhsw high, x, w1
convubw x, s2
mullw y, x, w2
addw low, low, y
mullw x, x, scale
mulhsw x, x, w2
addw high, high, x
convubw x, s3
mullw y, x, w3
addw low, low, y
mullw x, x, scale
mulhsw x, x, w3
addw high, high, x
convubw x, s4
mullw y, x, w4
addw low, low, y
mullw x, x, scale
mulhsw x, x, w4
addw high, high, x
storew lows, low
storew highs, high

.function rsz_orc_vscalen_more_u8
.dest 2 lows int16_t
.dest 2 highs int16_t
.source 1 s1 uint8_t
.source 1 s2 uint8_t
.source 1 s3 uint8_t
.source 1 s4 uint8_t
.param 2 w1 int16_t
.param 2 w2 int16_t
.param 2 w3 int16_t
.param 2 w4 int16_t
.param 2 scale int16_t
.param 2 cut int16_t
.temp 2 low
.temp 2 high
.temp 2 x
.temp 2 y
loadw low, lows
loadw high, highs
convubw x, s1
mullw y, x, w1
addw low, low, y
mullw x, x, scale
mulhsw x, x, w1
addw high, high, x
convubw x, s2
mullw y, x, w2
addw low, low, y
mullw x, x, scale
mulhsw x, x, w2
addw high, high, x
convubw x, s3
mullw y, x, w3
addw low, low, y
mullw x, x, scale
mulhsw x, x, w3
addw high, high, x
convubw x, s4
mullw y, x, w4
addw low, low, y
mullw x, x, scale
mulhsw x, x, w4
addw high, high, x
shlw x, high, cut
subw x, low, x
shruw x, x, cut
addw high, high, x
storew lows, low
storew highs, high

.function rsz_orc_vscalen_end_u8
.dest 1 dst uint8_t
.source 2 lows int16_t
.source 2 highs int16_t
.source 1 s1 uint8_t
.source 1 s2 uint8_t
.source 1 s3 uint8_t
.source 1 s4 uint8_t
.param 2 w1 int16_t
.param 2 w2 int16_t
.param 2 w3 int16_t
.param 2 w4 int16_t
.param 2 scale int16_t
.param 2 cut int16_t
.param 2 half int16_t
.param 2 shift int16_t
.temp 2 low
.temp 2 high
.temp 2 x
.temp 2 y
loadw low, lows
loadw high, highs
convubw x, s1
mullw y, x, w1
addw low, low, y
mullw x, x, scale
mulhsw x, x, w1
addw high, high, x
convubw x, s2
mullw y, x, w2
addw low, low, y
mullw x, x, scale
mulhsw x, x, w2
addw high, high, x
convubw x, s3
mullw y, x, w3
addw low, low, y
mullw x, x, scale
mulhsw x, x, w3
addw high, high, x
convubw x, s4
mullw y, x, w4
addw low, low, y
mullw x, x, scale
mulhsw x, x, w4
addw high, high, x
shlw x, high, cut
subw x, low, x
shruw x, x, cut
addw high, high, x
addw high, high, half
shrsw high, high, shift
convsuswb dst, high

# fmaf (a, wa, b * wb) for values >= 0: a * wa is exact as a double; the sum's rounding error is
# found (TwoSum) and the sum made odd towards it, so that rounding it to a float rounds once.
# Numbers of eight bytes are parameters, here and below: `zero` and `one` say what they are. ORC
# 0.4.44 writes a constant of eight bytes to two lanes of an AVX-512 register and leaves the others.
.function rsz_orc_vlerp_f32
.dest 4 dst float
.source 4 sa float
.source 4 sb float
.doubleparam 8 wa
.floatparam 4 wb
.doubleparam 8 zero
.longparam 8 one
.temp 4 f
.temp 8 a
.temp 8 b
.temp 8 sum
.temp 8 part
.temp 8 error
mulf f, sb, wb
convfd b, f
convfd a, sa
muld a, a, wa
addd sum, a, b
subd part, sum, a
subd b, b, part
subd part, sum, part
subd a, a, part
addd error, a, b
cmpltd a, error, zero
addq sum, sum, a
cmpeqd a, error, zero
andnq a, a, one
orq sum, sum, a
convdf dst, sum

# sums = fmaf (s, w, sums), the same way for values of either sign.
.function rsz_orc_vfuse_f32
.dest 4 sums float
.source 4 s float
.doubleparam 8 w
.doubleparam 8 zero
.longparam 8 one
.temp 4 f
.temp 8 a
.temp 8 b
.temp 8 sum
.temp 8 part
.temp 8 error
loadl f, sums
convfd b, f
convfd a, s
muld a, a, w
addd sum, a, b
subd part, sum, a
subd b, b, part
subd part, sum, part
subd a, a, part
addd error, a, b
muld a, error, sum
cmpltd a, a, zero
addq sum, sum, a
cmpeqd a, error, zero
andnq a, a, one
orq sum, sum, a
convdf sums, sum

# Sums in ascending order, four taps or two at a time.
.function rsz_orc_vscalen_begin_f32
.dest 4 sums float
.source 4 s1 float
.source 4 s2 float
.source 4 s3 float
.source 4 s4 float
.floatparam 4 w1
.floatparam 4 w2
.floatparam 4 w3
.floatparam 4 w4
.temp 4 sum
.temp 4 x
mulf sum, s1, w1
addf sum, sum, 0
mulf x, s2, w2
addf sum, sum, x
mulf x, s3, w3
addf sum, sum, x
mulf x, s4, w4
addf sum, sum, x
storel sums, sum

.function rsz_orc_vscalen_more_f32
.dest 4 sums float
.source 4 s1 float
.source 4 s2 float
.source 4 s3 float
.source 4 s4 float
.floatparam 4 w1
.floatparam 4 w2
.floatparam 4 w3
.floatparam 4 w4
.temp 4 sum
.temp 4 x
loadl sum, sums
mulf x, s1, w1
addf sum, sum, x
mulf x, s2, w2
addf sum, sum, x
mulf x, s3, w3
addf sum, sum, x
mulf x, s4, w4
addf sum, sum, x
storel sums, sum

.function rsz_orc_vscalen_more2_f32
.dest 4 sums float
.source 4 s1 float
.source 4 s2 float
.floatparam 4 w1
.floatparam 4 w2
.temp 4 sum
.temp 4 x
loadl sum, sums
mulf x, s1, w1
addf sum, sum, x
mulf x, s2, w2
addf sum, sum, x
storel sums, sum

# Adding 1.5 * 2^23 (0x4b400000) rounds half to even and leaves the integer in the low bits; packing
# clamps below, and above what `max` does not.
.function rsz_orc_narrow_u8
.dest 1 dst uint8_t
.source 4 src float
.param 1 max uint8_t
.temp 4 x
.temp 2 w
.temp 1 b
addf x, src, 0x4b400000
subl x, x, 0x4b400000
convssslw w, x
convsuswb b, w
minub dst, b, max

# Packing is signed, so 0 .. 65535 passes as -32768 .. 32767, and max as max - 32768.
.function rsz_orc_narrow_u16
.dest 2 dst uint16_t
.source 4 src float
.param 2 max int16_t
.temp 4 x
.temp 2 w
addf x, src, 0x4b400000
subl x, x, 0x4b408000
convssslw w, x
minsw w, w, max
xorw dst, w, 0x8000

.function rsz_orc_swap_u16
.dest 2 dst uint16_t
.source 2 src uint16_t
swapw dst, src
