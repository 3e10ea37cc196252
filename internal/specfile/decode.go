package specfile

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"
)

// decoder fills a Go value from nodes. It goes on after a problem, to find the
// others.
type decoder struct {
	check  *Checker
	shapes shapes
}

// value fills v from n. An absent node leaves the zero value.
func (d *decoder) value(n *node, v reflect.Value, t *trail) {
	switch {
	case n.kind == absent || n.kind == refused:
	case d.shapes[v.Type()].text:
		d.scalar(n, v, t)
	case v.Kind() == reflect.Pointer:
		p := reflect.New(v.Type().Elem())
		d.value(n, p.Elem(), t)
		v.Set(p)
	case v.Kind() == reflect.Struct:
		d.structure(n, v, t)
	case v.Kind() == reflect.Map:
		d.entries(n, v, t)
	case v.Kind() == reflect.Slice:
		d.list(n, v, t)
	default:
		d.scalar(n, v, t)
	}
}

func (d *decoder) structure(n *node, v reflect.Value, t *trail) {
	sh := d.shapes[v.Type()]
	if n.kind == scalar && sh.scalar >= 0 {
		f := sh.fields[sh.scalar]
		d.field(n, v.Field(f.index), f, t)
		return
	}
	if n.kind != mapping {
		d.wrong(n, v.Type(), t)
		return
	}
	for i := 0; i < len(n.keys); i++ {
		key := n.keys[i]
		at, ok := sh.byName[key.text]
		if !ok {
			d.check.addAt(key.pos, t.toKey(key.text), finding{unknown: &unknownName{"key", key.text, sh.names}})
			continue
		}
		f := sh.fields[at]
		if words := n.words(i, sh); len(words) > 1 && v.Field(f.index).Kind() == reflect.Slice {
			d.addf(n.items[i].pos, t.toKey(key.text), "expected a list, found words without brackets (write [%s])", clip(strings.Join(words, ", "), longestName))
			i += len(words) - 1
			continue
		}
		d.field(n.items[i], v.Field(f.index), f, t.toKey(key.text))
	}
}

// words are the value at i and what looks like the rest of a list that it is the first
// of, in "{in: DE, AT, CH}": YAML takes AT and CH for keys without values.
func (n *node) words(i int, sh *shape) (words []string) {
	first := n.items[i]
	if first.kind != scalar || !first.plain || !isName(first.text) {
		return nil
	}
	words = append(words, first.text)
	for k := i + 1; k < len(n.keys); k++ {
		key := n.keys[k]
		_, known := sh.byName[key.text]
		if known || n.items[k].kind != absent || key.pos.line != first.pos.line || !isName(key.text) {
			break
		}
		words = append(words, key.text)
	}
	return words
}

func (d *decoder) field(n *node, v reflect.Value, f field, t *trail) {
	if f.one && n.kind == mapping && d.shapes.isScalar(v.Type().Elem(), false) {
		d.addf(n.pos, t, "expected %s or a list, found a mapping", d.shapes.wants(v.Type().Elem()))
		return
	}
	if f.one && (n.kind == scalar || n.kind == mapping) {
		s := reflect.MakeSlice(v.Type(), 1, 1)
		d.value(n, s.Index(0), t)
		v.Set(s)
		return
	}
	d.value(n, v, t)
}

func (d *decoder) list(n *node, v reflect.Value, t *trail) {
	if n.kind != list {
		d.wrong(n, v.Type(), t)
		return
	}
	s := reflect.MakeSlice(v.Type(), len(n.items), len(n.items))
	for i, item := range n.items {
		if item.kind == absent {
			d.wrong(item, v.Type().Elem(), t.toIndex(i))
			continue
		}
		d.value(item, s.Index(i), t.toIndex(i))
	}
	v.Set(s)
}

// entries fills a map. An absent value is the zero value under its key.
func (d *decoder) entries(n *node, v reflect.Value, t *trail) {
	if n.kind != mapping {
		d.wrong(n, v.Type(), t)
		return
	}
	m := reflect.MakeMapWithSize(v.Type(), len(n.keys))
	for i, key := range n.keys {
		at := t.toKey(key.text)
		k := reflect.New(v.Type().Key()).Elem()
		d.scalar(&node{kind: scalar, text: key.text, pos: key.pos}, k, at)
		if m.MapIndex(k).IsValid() {
			d.addf(key.pos, at, "key %s means the same as one before it", quote(key.text))
		}
		e := reflect.New(v.Type().Elem()).Elem()
		d.value(n.items[i], e, at)
		m.SetMapIndex(k, e)
	}
	v.Set(m)
}

// scalar fills a v that is written as one scalar.
func (d *decoder) scalar(n *node, v reflect.Value, t *trail) {
	if n.kind != scalar {
		d.wrong(n, v.Type(), t)
		return
	}
	if d.shapes[v.Type()].text {
		u := v.Addr().Interface().(encoding.TextUnmarshaler)
		if err := u.UnmarshalText([]byte(n.text)); err != nil {
			d.addf(n.pos, t, "%s", err.Error())
		}
		return
	}
	if wanted := setScalar(v, n.text); wanted != "" {
		d.addf(n.pos, t, "expected %s, found %s", wanted, foundText(n))
	}
}

// wrong reports that n is not written the way t wants it.
func (d *decoder) wrong(n *node, t reflect.Type, at *trail) {
	if d.check.full() {
		return
	}
	found := "nothing"
	switch n.kind {
	case list:
		found = "a list"
	case mapping:
		found = "a mapping"
	case scalar:
		found = foundText(n)
		if t.Kind() == reflect.Slice && n.plain && isName(n.text) && d.shapes.takesScalar(t.Elem()) {
			found += fmt.Sprintf(" (write [%s])", clip(n.text, longestName))
		}
	}
	d.addf(n.pos, at, "expected %s, found %s", d.shapes.wants(t), found)
}

// foundText shows a scalar that is not what was wanted.
func foundText(n *node) string {
	if n.plain && (n.text == "null" || n.text == "~") {
		return quote(n.text) + " (for no value write nothing)"
	}
	return quote(n.text)
}

func (d *decoder) addf(pos position, t *trail, format string, args ...any) {
	if !d.check.full() {
		d.check.addAt(pos, t, finding{message: fmt.Sprintf(format, args...)})
	}
}
