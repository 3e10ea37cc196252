package specfile

import (
	"strconv"
	"strings"
)

// Key returns the path of the value under key in the mapping at path:
// "statuses[2].sla" and "within" give "statuses[2].sla.within". A key that is
// not made of ASCII letters, digits, _ and -, with a letter or _ first, is
// quoted: sets["a b"]. The empty path is the whole document.
func Key(path, key string) string {
	switch {
	case !isName(key):
		return path + "[" + strconv.Quote(key) + "]"
	case path == "":
		return key
	}
	return path + "." + key
}

// Index returns the path of item i, counted from 0, in the list at path:
// "statuses" and 2 give "statuses[2]".
func Index(path string, i int) string {
	return path + "[" + strconv.Itoa(i) + "]"
}

func isName(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_':
		case i > 0 && (c >= '0' && c <= '9' || c == '-'):
		default:
			return false
		}
	}
	return s != ""
}

// step is one part of a path.
type step struct {
	key   string
	index int
	isKey bool
}

// cutStep takes the first step off a path that Key and Index made.
func cutStep(path string) (first step, rest string, ok bool) {
	if name, found := strings.CutPrefix(path, "["); found {
		if quoted, err := strconv.QuotedPrefix(name); err == nil {
			key, err := strconv.Unquote(quoted)
			rest, closed := strings.CutPrefix(name[len(quoted):], "]")
			return step{key: key, isKey: true}, rest, err == nil && closed
		}
		digits, rest, closed := strings.Cut(name, "]")
		i, err := strconv.Atoi(digits)
		return step{index: i}, rest, err == nil && closed && i >= 0
	}
	name := strings.TrimPrefix(path, ".")
	end := strings.IndexAny(name, ".[")
	if end < 0 {
		end = len(name)
	}
	return step{key: name[:end], isKey: true}, name[end:], isName(name[:end])
}

// place is what a document has at a path.
type place struct {
	node  *node    // the node itself, or its nearest ancestor; nil: see document.find
	key   position // of the key that the node is under
	exact bool     // it is the node itself
}

// find looks a path up. A field that is not in the document leads to its nearest
// ancestor. There is no node at all if the path cannot have come from the
// document, so that the spec must have been changed in Go: an item beyond the
// end of its list, or in a list that is not there.
//
// Shorthands are seen through: in a scalar every field, and in a scalar or
// mapping the item 0, is the node itself.
func (d *document) find(path string) place {
	at := place{node: d.root, exact: true}
	for path != "" {
		s, rest, ok := cutStep(path)
		if !ok {
			return place{}
		}
		path = rest
		n := at.node
		switch {
		case !at.exact && s.isKey:
		case !at.exact:
			return place{}
		case s.isKey && n.kind == mapping:
			i := n.find(s.key)
			if i < 0 {
				at.exact = false
				break
			}
			at.node, at.key = n.items[i], n.keys[i].pos
		case s.isKey && n.kind == scalar:
		case s.isKey:
			at.exact = false
		case n.kind == list && s.index < len(n.items):
			at.node, at.key = n.items[s.index], position{}
		case n.kind == scalar && s.index == 0, n.kind == mapping && s.index == 0:
		default:
			return place{}
		}
	}
	return at
}
