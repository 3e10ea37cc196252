package histories

import (
	"hash/maphash"
	"strings"
)

// Names gives each of many strings a small number, from 0 in the order of their coming. A row
// asks for several, so it is a table of its own: half the room of a map, one hash for
// looking up and adding, and none for growing.
type Names struct {
	list []string
	last int32 // rows of a lead mostly come one after the other

	slots []slot // of a power of two, at most two thirds full
	seed  maphash.Seed
}

// slot is empty if its number, which counts from 1, is 0.
type slot struct {
	number int32
	hash   uint32
}

const firstSlots = 16

// Index returns the number of a string, which may be new. It keeps a copy: the strings
// of a row are often slices of a whole line.
func (n *Names) Index(s string) int32 {
	if len(n.list) > 0 && n.list[n.last] == s {
		return n.last
	}
	if 3*len(n.list) >= 2*len(n.slots) {
		n.grow()
	}
	hash := uint32(maphash.String(n.seed, s))
	at := n.find(hash, s)
	if n.slots[at].number == 0 {
		n.list = append(n.list, strings.Clone(s))
		n.slots[at] = slot{int32(len(n.list)), hash}
	}
	n.last = n.slots[at].number - 1
	return n.last
}

// find returns the slot of a string, or the one for it to go to.
func (n *Names) find(hash uint32, s string) int {
	mask := len(n.slots) - 1
	at := int(hash) & mask
	for {
		x := n.slots[at]
		if x.number == 0 || x.hash == hash && n.list[x.number-1] == s {
			return at
		}
		at = (at + 1) & mask
	}
}

// Len is how many strings there are.
func (n *Names) Len() int { return len(n.list) }

// Name returns the string with a number.
func (n *Names) Name(i int32) string { return n.list[i] }

// All returns the strings by their numbers. They are not the caller's to change.
func (n *Names) All() []string { return n.list }

func (n *Names) grow() {
	old := n.slots
	if old == nil {
		n.seed = maphash.MakeSeed()
	}
	n.slots = make([]slot, max(2*len(old), firstSlots))
	mask := len(n.slots) - 1
	for _, x := range old {
		if x.number == 0 {
			continue
		}
		at := int(x.hash) & mask
		for n.slots[at].number != 0 {
			at = (at + 1) & mask
		}
		n.slots[at] = x
	}
}
