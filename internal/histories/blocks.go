package histories

// Blocks is a list that grows without copying: a slice that does would need twice the
// room at its end. The zero value is empty.
type Blocks[E any] struct {
	list [][]E // all full but the last
	n    int
}

const blockSize = 1 << 12

// Add puts an element at the end.
func (b *Blocks[E]) Add(e E) {
	if b.n%blockSize == 0 {
		b.list = append(b.list, make([]E, 0, blockSize))
	}
	last := &b.list[len(b.list)-1]
	*last = append(*last, e)
	b.n++
}

// Len is how many elements there are.
func (b *Blocks[E]) Len() int { return b.n }

// At returns element i, from 0.
func (b *Blocks[E]) At(i int) *E { return &b.list[i/blockSize][i%blockSize] }
