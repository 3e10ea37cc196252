package scoring

import "math/bits"

// The weight of an activity is 2^(−age/half-life) in fixed point with 63 places:
// one is 1<<63. It is computed in whole numbers, so that every machine gets the
// same bits; math.Exp2 does not promise that.
//
// The quotient's whole part is a shift. Its fraction f is taken apart as
// i/64 + y: 2^(−i/64) is in the table, and 2^(−y) = e^(−z) with z = y·ln 2 < 0.011
// is a Taylor polynomial of degree 7, whose remainder z⁸/8! is below 2^(−67).
// Each of some fifteen roundings is off by less than 2^(−63), so the whole is by
// less than 2e-18.

const (
	one = 1 << 63
	ln2 = 0xb17217f7d1cf79ac // ln 2 with 64 places
)

// decay returns 2^(−age/halfLife) to 2e-18. It never rises with age: one second
// makes a difference of at least 2e-9, far above the error.
func decay(age, halfLife uint64) uint64 {
	whole, rest := age/halfLife, age%halfLife
	if whole > 63 {
		return 0
	}
	f, _ := bits.Div64(rest, 0, halfLife) // 64 places
	y := f & (1<<58 - 1)
	z, _ := bits.Mul64(y, ln2)
	z >>= 1 // 63 places
	t := one - z/7
	t = one - times(z, t)/6
	t = one - times(z, t)/5
	t = one - times(z, t)/4
	t = one - times(z, t)/3
	t = one - times(z, t)/2
	t = one - times(z, t)
	return times(halves[f>>58], t) >> whole
}

// times multiplies two fixed-point numbers up to one, rounding down.
func times(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi<<1 | lo>>63
}

// weight is a sum of decay values: 2^128 holds more than a lead can have.
type weight struct{ hi, lo uint64 }

func (w *weight) add(x uint64) {
	var carry uint64
	w.lo, carry = bits.Add64(w.lo, x, 0)
	w.hi += carry
}

// of returns p times the sum, rounded half to even. There are at most 2^20
// summands and 2^30 points, so it fits.
func (w weight) of(p Points) Points {
	u := uint64(p)
	if p < 0 {
		u = -u
	}
	hi, lo := bits.Mul64(w.lo, u)
	hi += w.hi * u
	n := hi<<1 | lo>>63
	const half = one >> 1
	if rest := lo & (one - 1); rest > half || rest == half && n&1 == 1 {
		n++
	}
	if p < 0 {
		return -Points(n)
	}
	return Points(n)
}

// halves[i] is 2^(−i/64) with 63 places, rounded to the nearest.
var halves = [64]uint64{
	0x8000000000000000, 0x7e9f06067a4360ba, 0x7d41d96db915019d, 0x7be86fb985689ddc,
	0x7a92be8a92436616, 0x7940bb9e2cffd89d, 0x77f25ccdee6d7ae6, 0x76a7980f6cca15c2,
	0x75606373ee921c97, 0x741cb5281e25ee34, 0x72dc8373be41a454, 0x719fc4b95f452d29,
	0x70666f76154a7089, 0x6f307a412f074892, 0x6dfddbcbed791bab, 0x6cce8ae13c57ebdb,
	0x6ba27e656b4eb57a, 0x6a79ad55e7f6fd10, 0x69540ec8f895722d, 0x683199ed779592ca,
	0x6712460a8fc24072, 0x65f60a7f79393e2e, 0x64dcdec3371793d1, 0x63c6ba6455dcd8ae,
	0x62b39508aa836d6f, 0x61a3666d124bb204, 0x6096266533384a2b, 0x5f8bccdb3d398841,
	0x5e8451cfac061b5f, 0x5d7fad59099f22fe, 0x5c7dd7a3b17dcf75, 0x5b7ec8f19468bbc9,
	0x5a827999fcef3242, 0x5988e20954889245, 0x5891fac0e95612c8, 0x579dbc56b48521ba,
	0x56ac1f752150a563, 0x55bd1cdad49f699c, 0x54d0ad5a753e077c, 0x53e6c9da74b29ab5,
	0x52ff6b54d8a89c75, 0x521a8ad704f3404f, 0x513821818624b40c, 0x50582887dcb8a7e1,
	0x4f7a993048d088d7, 0x4e9f6cd3967fdba8, 0x4dc69cdceaa72a9c, 0x4cf022c9905bfd32,
	0x4c1bf828c6dc54b8, 0x4b4a169b900c2d00, 0x4a7a77d47f7b84b1, 0x49ad159789f37496,
	0x48e1e9b9d588e19b, 0x4818ee218a3358ee, 0x47521cc5a2e6a9e0, 0x468d6fadbf2dd4f3,
	0x45cae0f1f545eb73, 0x450a6abaa4b77ecd, 0x444c0740496d4294, 0x438fb0cb4f468808,
	0x42d561b3e6243d8a, 0x421d1461d66f2023, 0x4166c34c5615d0ec, 0x40b268f9de0183ba,
}
