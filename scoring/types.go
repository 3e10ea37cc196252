package scoring

import "math/bits"

// typeIndex finds what is asked of a type of activity. It is asked for each activity
// of each lead, by one of a few short names: their length and ends nearly always tell
// them apart, which takes a third of the time of a map.
type typeIndex struct {
	slots []typeSlot // a power of two, at least half of them empty
}

type typeSlot struct {
	name string
	typ  *activityType // nil: empty
}

func newTypeIndex(types map[string]*activityType) typeIndex {
	x := typeIndex{slots: make([]typeSlot, 4<<bits.Len(uint(len(types))))}
	for name, typ := range types {
		i := x.home(name)
		for x.slots[i].typ != nil {
			i = x.next(i)
		}
		x.slots[i] = typeSlot{name, typ}
	}
	return x
}

func (x *typeIndex) home(name string) int {
	n := len(name)
	if n == 0 {
		return 0
	}
	return (n*7 + int(name[0])*31 + int(name[n/2])*13 + int(name[n-1])) & (len(x.slots) - 1)
}

func (x *typeIndex) next(i int) int { return (i + 1) & (len(x.slots) - 1) }

func (x *typeIndex) find(name string) *activityType {
	for i := x.home(name); ; i = x.next(i) {
		s := &x.slots[i]
		if s.typ == nil || s.name == name {
			return s.typ
		}
	}
}
