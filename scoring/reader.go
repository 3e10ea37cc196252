package scoring

import (
	"math"
	"reflect"
	"time"
)

// reader takes one field out of a lead.
type reader struct {
	path     []int // in a struct
	nullable bool  // see structField
	kind     kind
}

// read looks a field up. A nil pointer on the way, or as its value, is no value, and
// neither is what is not valid.
func (r *reader) read(root reflect.Value, out *value, missing []string) {
	v, ok := follow(root, r.path)
	if ok && r.nullable {
		v, ok = v.Field(0), v.Field(1).Bool()
	}
	if !ok {
		out.state = absent
		return
	}
	out.state = known
	switch r.kind.typ {
	case String:
		out.setText(v.String(), missing)
	case Bool:
		out.num = 0
		if v.Bool() {
			out.num = 1
		}
	case Float:
		if out.float = v.Float(); math.IsNaN(out.float) {
			out.state = unreadable
		}
	case Time:
		// Of the address, for an interface that holds a time allocates.
		out.num = instant(*v.Addr().Interface().(*time.Time))
	default:
		if v.CanInt() {
			out.num = v.Int()
		} else if u := v.Uint(); u <= math.MaxInt64 {
			out.num = int64(u)
		} else {
			out.state = unreadable
		}
	}
}

// follow goes down a path of fields, and through the pointers on it.
func follow(v reflect.Value, path []int) (reflect.Value, bool) {
	for _, i := range path {
		v = v.Field(i)
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return v, false
			}
			v = v.Elem()
		}
	}
	return v, true
}
