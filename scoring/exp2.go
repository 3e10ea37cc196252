package scoring

import "math/bits"

// The weight of an activity is 2^(−age/half-life) in fixed point with 63 places:
// one is 1<<63. It is computed in whole numbers, so that every machine gets the
// same bits; math.Exp2 does not promise that.
//
// The quotient's whole part is a shift. Its fraction f is taken apart as
// i/64 + j/4096 + y: 2^(−i/64) and 2^(−j/4096) are in tables, and 2^(−y) = e^(−z)
// with z = y·ln 2 < 0.00017 is a Taylor polynomial of degree 4, whose remainder
// z⁵/5! is below 2^(−69). Each of some ten roundings is off by less than 2^(−63),
// so the whole is by less than 2e-18.

const (
	one = 1 << 63
	ln2 = 0xb17217f7d1cf79ac // ln 2 with 64 places
)

// halfLife is a number of seconds, with its reciprocal in 128 places, rounded up: a
// product takes a fraction of the time of a division.
type halfLife struct{ seconds, hi, lo uint64 }

func halfLifeOf(seconds uint64) halfLife {
	h := halfLife{seconds: seconds}
	if seconds < 2 {
		return h
	}
	var rest uint64
	h.hi, rest = bits.Div64(1, 0, seconds)
	h.lo, rest = bits.Div64(rest, 0, seconds)
	if rest > 0 {
		var carry uint64
		h.lo, carry = bits.Add64(h.lo, 1, 0)
		h.hi += carry
	}
	return h
}

// of returns age / h as a whole number and 64 places. It is off by less than one in
// the last of them for ages of ten thousand years, and exact for whole half-lives.
func (h *halfLife) of(age uint64) (whole, fraction uint64) {
	if h.seconds == 1 {
		return age, 0
	}
	hi, mid := bits.Mul64(age, h.hi)
	more, _ := bits.Mul64(age, h.lo)
	fraction, carry := bits.Add64(mid, more, 0)
	return hi + carry, fraction
}

// decay returns 2^(−age/h) to 2e-18; age is in seconds. It never rises with age: one
// second makes a difference of at least 2e-9, far above the error.
func (h *halfLife) decay(age uint64) uint64 {
	whole, f := h.of(age)
	if whole > 63 {
		return 0
	}
	z, _ := bits.Mul64(f&(1<<52-1), ln2)
	z >>= 1 // 63 places
	t := one - z/4
	t = one - times(z, t)/3
	t = one - times(z, t)/2
	t = one - times(z, t)
	return times(times(halves[f>>58], finer[f>>52&63]), t) >> whole
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

// finer[i] is 2^(−i/4096) with 63 places, rounded to the nearest.
var finer = [64]uint64{
	0x8000000000000000, 0x7ffa748dff8dc61f, 0x7ff4e9597bed93ab, 0x7fef5e6272758c21,
	0x7fe9d3a8e07bf086, 0x7fe4492cc3571f68, 0x7fdebeee185d94dd, 0x7fd934ecdce5ea7d,
	0x7fd3ab290e46d769, 0x7fce21a2a9d73041, 0x7fc89859acede72a, 0x7fc30f4e14e20bc6,
	0x7fbd867fdf0acb3b, 0x7fb7fdef08bf7027, 0x7fb2759b8f5762aa, 0x7faced85702a285d,
	0x7fa765aca88f6453, 0x7fa1de1135ded717, 0x7f9c56b315705eae, 0x7f96cf92449bf692,
	0x7f9148aec0b9b7b1, 0x7f8bc2088721d86f, 0x7f863b9f952caca0, 0x7f80b573e832a58b,
	0x7f7b2f857d8c51e5, 0x7f75a9d452925dd4, 0x7f702460649d92ea, 0x7f6a9f29b106d825,
	0x7f651a30352731ee, 0x7f5f9573ee57c218, 0x7f5a10f4d9f1c7dd, 0x7f548cb2f54e9fdf,
	0x7f4f08ae3dc7c426, 0x7f4984e6b0b6cc1d, 0x7f44015c4b756c94, 0x7f3e7e0f0b5d77bc,
	0x7f38fafeedc8dd26, 0x7f33782bf011a9c2, 0x7f2df5960f9207e1, 0x7f28733d49a43f2d,
	0x7f22f1219ba2b4ae, 0x7f1d6f4302e7eac6, 0x7f17eda17cce812e, 0x7f126c3d06b134fa,
	0x7f0ceb159deae091, 0x7f076a2b3fd67bb2, 0x7f01e97de9cf1b6e, 0x7efc690d992ff22a,
	0x7ef6e8da4b544f9a, 0x7ef168e3fd97a0c6, 0x7eebe92aad557001, 0x7ee669ae57e964ed,
	0x7ee0ea6efaaf4479, 0x7edb6b6c9302f0df, 0x7ed5eca71e4069a1, 0x7ed06e1e99c3cb8b,
	0x7ecaefd302e950af, 0x7ec571c4570d5067, 0x7ebff3f2938c3f4f, 0x7eba765db5c2af49,
	0x7eb4f905bb0d4f78, 0x7eaf7beaa0c8ec3e, 0x7ea9ff0c64526f40, 0x7ea4826b0306df5f,
}
