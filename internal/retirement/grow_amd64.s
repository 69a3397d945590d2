#include "textflag.h"

// Each constant four times over: one for every float64 of a register.
#define FOUR(name, value) \
	DATA name<>+0(SB)/8, $value; \
	DATA name<>+8(SB)/8, $value; \
	DATA name<>+16(SB)/8, $value; \
	DATA name<>+24(SB)/8, $value; \
	GLOBL name<>(SB), RODATA|NOPTR, $32

FOUR(steps, 0x40671547652b82fe)      // 128/ln 2
FOUR(toInteger, 0x4338000000000000)  // 1.5·2⁵²
FOUR(stepLength, 0x3f762e42fe000000) // ln 2/128 in the leading bits
FOUR(stepRest, 0x3daf473de6af278f)   // and what is left of it
FOUR(c5, 0x3f81111111111111)         // 1/120
FOUR(c4, 0x3fa5555555555555)         // 1/24
FOUR(c3, 0x3fc5555555555555)         // 1/6
FOUR(c2, 0x3fe0000000000000)         // 1/2
FOUR(c1, 0x3ff0000000000000)         // 1
FOUR(rootMask, 127)

// func growAVX2(out *wide, years, columns int, rows *float64, roots *[128]float64)
//
// One column of eight futures is Y0 and Y1. Every product is rounded before it
// is added, as in grow, so that the bits are the same.
TEXT ·growAVX2(SB), NOSPLIT, $0-40
	MOVQ out+0(FP), DI
	MOVQ years+8(FP), CX
	MOVQ columns+16(FP), R9
	MOVQ rows+24(FP), R10
	MOVQ roots+32(FP), BX
	SHLQ $6, R9                // bytes of a year

year:
	MOVQ R10, SI               // its rows: the last column's first
	LEAQ -64(DI)(R9*1), DX     // the last column

column:
	VBROADCASTSD (SI), Y2      // loading of its own normal
	VBROADCASTSD 8(SI), Y3     // drift
	ADDQ    $16, SI
	VMULPD  (DX), Y2, Y0
	VMULPD  32(DX), Y2, Y1
	VADDPD  Y3, Y0, Y0
	VADDPD  Y3, Y1, Y1
	MOVQ    DI, R8             // the columns before it, still normals

loading:
	CMPQ    R8, DX
	JEQ     raise
	VBROADCASTSD (SI), Y2
	VMULPD  (R8), Y2, Y3
	VMULPD  32(R8), Y2, Y4
	VADDPD  Y3, Y0, Y0
	VADDPD  Y4, Y1, Y1
	ADDQ    $8, SI
	ADDQ    $64, R8
	JMP     loading

raise:
	VMULPD  steps<>(SB), Y0, Y2
	VMULPD  steps<>(SB), Y1, Y3
	VADDPD  toInteger<>(SB), Y2, Y2   // n in the last bits
	VADDPD  toInteger<>(SB), Y3, Y3
	VSUBPD  toInteger<>(SB), Y2, Y4   // n as a float
	VSUBPD  toInteger<>(SB), Y3, Y5
	VMULPD  stepLength<>(SB), Y4, Y6
	VMULPD  stepLength<>(SB), Y5, Y7
	VSUBPD  Y6, Y0, Y0
	VSUBPD  Y7, Y1, Y1
	VMULPD  stepRest<>(SB), Y4, Y6
	VMULPD  stepRest<>(SB), Y5, Y7
	VSUBPD  Y6, Y0, Y0                // r
	VSUBPD  Y7, Y1, Y1

	VPAND   rootMask<>(SB), Y2, Y4
	VPAND   rootMask<>(SB), Y3, Y5
	VPCMPEQQ Y8, Y8, Y8
	VPCMPEQQ Y9, Y9, Y9
	VGATHERQPD Y8, (BX)(Y4*8), Y10    // 2^(i/128)
	VGATHERQPD Y9, (BX)(Y5*8), Y11

	VMULPD  c5<>(SB), Y0, Y6
	VMULPD  c5<>(SB), Y1, Y7
	VADDPD  c4<>(SB), Y6, Y6
	VADDPD  c4<>(SB), Y7, Y7
	VMULPD  Y0, Y6, Y6
	VMULPD  Y1, Y7, Y7
	VADDPD  c3<>(SB), Y6, Y6
	VADDPD  c3<>(SB), Y7, Y7
	VMULPD  Y0, Y6, Y6
	VMULPD  Y1, Y7, Y7
	VADDPD  c2<>(SB), Y6, Y6
	VADDPD  c2<>(SB), Y7, Y7
	VMULPD  Y0, Y6, Y6
	VMULPD  Y1, Y7, Y7
	VADDPD  c1<>(SB), Y6, Y6
	VADDPD  c1<>(SB), Y7, Y7
	VMULPD  Y0, Y6, Y6
	VMULPD  Y1, Y7, Y7
	VMULPD  Y10, Y6, Y6
	VMULPD  Y11, Y7, Y7
	VADDPD  Y10, Y6, Y6
	VADDPD  Y11, Y7, Y7

	VPSRLQ  $7, Y2, Y2                // times 2^(n/128), whole
	VPSRLQ  $7, Y3, Y3
	VPSLLQ  $52, Y2, Y2
	VPSLLQ  $52, Y3, Y3
	VPADDQ  Y2, Y6, Y6
	VPADDQ  Y3, Y7, Y7
	VMOVUPD Y6, (DX)
	VMOVUPD Y7, 32(DX)

	CMPQ    DX, DI
	JEQ     next
	SUBQ    $64, DX
	JMP     column

next:
	ADDQ    R9, DI
	DECQ    CX
	JNE     year
	VZEROUPPER
	RET
