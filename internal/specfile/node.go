package specfile

// kind is what a node is.
type kind uint8

const (
	absent  kind = iota // nothing was written, or null in JSON
	scalar              // one piece of text
	list                // items in order
	mapping             // keys with values
	refused             // reported already; nothing more is to be said
)

// node is a part of a document, the same for YAML and JSON. Nodes do not change
// once they are built.
type node struct {
	kind  kind
	plain bool // a scalar without quotes
	pos   position
	text  string // of a scalar

	items []*node // of a list; the values of a mapping
	keys  []nodeKey
	index map[string]int // into keys, once there are too many to look through
}

// nodeKey is a key of a mapping and where it stands.
type nodeKey struct {
	text string
	pos  position
}

// find returns the index of a key, or -1.
func (n *node) find(key string) int {
	if n.index != nil {
		if i, ok := n.index[key]; ok {
			return i
		}
		return -1
	}
	for i, k := range n.keys {
		if k.text == key {
			return i
		}
	}
	return -1
}

// add puts a new key into a mapping. An absent value has no place of its own:
// it stands at its key.
func (n *node) add(key nodeKey, value *node) {
	if value.kind == absent {
		value.pos = key.pos
	}
	n.keys = append(n.keys, key)
	n.items = append(n.items, value)
	const few = 8
	switch {
	case n.index != nil:
		n.index[key.text] = len(n.keys) - 1
	case len(n.keys) > few:
		n.index = make(map[string]int)
		for i, k := range n.keys {
			n.index[k.text] = i
		}
	}
}

// trail is the way from the root to a node. It is a chain, and is spelled out
// only where there is a problem. The nil trail is the root.
type trail struct {
	up    *trail
	key   string
	index int // used if key is not set
	isKey bool
}

func (t *trail) toKey(key string) *trail { return &trail{up: t, key: key, isKey: true} }
func (t *trail) toIndex(i int) *trail    { return &trail{up: t, index: i} }

func (t *trail) String() string {
	const longest = 64 // of a key, or a hostile document has us print it again and again
	switch {
	case t == nil:
		return ""
	case t.isKey:
		return Key(t.up.String(), clip(t.key, longest))
	}
	return Index(t.up.String(), t.index)
}
