package specfile

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"
)

const (
	tooDeep  = "nested too deeply: at most 64 lists and mappings inside each other"
	notYAML  = "not readable as YAML"
	noAnchor = "anchors (&) and aliases (*) are not supported: write the value out"
)

// parseYAML returns the root of a YAML document. What it finds wrong it adds to
// c; nil means that nothing more can be said.
func parseYAML(doc *document, c *Checker) *node {
	for i, r := range doc.text {
		if isControl(r) {
			c.add(finding{pos: doc.position(i), message: fmt.Sprintf("control character %U", r)})
			return nil
		}
	}
	var first, second yaml.Node
	in := yaml.NewDecoder(strings.NewReader(doc.text))
	if err := decodeYAML(in, &first); errors.Is(err, io.EOF) {
		c.add(finding{message: "the document is empty", file: true})
		return nil
	} else if err != nil {
		c.add(syntaxProblem(doc, in, err))
		return nil
	}
	if err := decodeYAML(in, &second); err == nil {
		c.add(finding{pos: position{second.Line, second.Column}, message: "a second document starts here: only one is read"})
		return nil
	} else if !errors.Is(err, io.EOF) {
		c.add(syntaxProblem(doc, in, err))
		return nil
	}
	b := yamlBuilder{check: c}
	root := b.node(first.Content[0], nil, 1)
	if root.kind == absent {
		c.add(finding{message: "the document is empty", file: true})
		return nil
	}
	return root
}

// decodeYAML reads the next document. The parser panics where it has lost track.
func decodeYAML(in *yaml.Decoder, n *yaml.Node) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New(notYAML)
		}
	}()
	return in.Decode(n)
}

// isControl tells the characters that YAML does not allow.
func isControl(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r', r == '\u0085':
		return false
	case r < ' ', r >= 0x7f && r < 0xa0, r == 0xfffe, r == 0xffff:
		return true
	}
	return false
}

// yamlBuilder makes our nodes of the parser's, and refuses what we do not want.
type yamlBuilder struct{ check *Checker }

func (b *yamlBuilder) node(n *yaml.Node, t *trail, depth int) *node {
	at := position{n.Line, n.Column}
	out := &node{pos: at}
	if n.Style&yaml.TaggedStyle != 0 {
		b.add(at, t, fmt.Sprintf("tags (%s) are not supported: the field decides how a value is read", clip(n.Tag, longestName)))
	}
	if n.Anchor != "" {
		b.add(at, t, noAnchor)
	}
	switch n.Kind {
	case yaml.AliasNode:
		b.add(at, t, noAnchor)
		out.kind = refused
	case yaml.ScalarNode:
		out.plain = n.Style&^yaml.TaggedStyle == 0
		out.text = n.Value
		if n.Value != "" || !out.plain {
			out.kind = scalar
		}
	default:
		if depth > MaxDepth {
			b.add(at, t, tooDeep)
			out.kind = refused
			break
		}
		if n.Kind == yaml.MappingNode {
			b.mapping(n, out, t, depth)
			break
		}
		out.kind = list
		out.items = make([]*node, len(n.Content))
		for i, item := range n.Content {
			out.items[i] = b.node(item, t.toIndex(i), depth+1)
		}
	}
	return out
}

func (b *yamlBuilder) mapping(n *yaml.Node, out *node, t *trail, depth int) {
	out.kind = mapping
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		key := nodeKey{name.Value, position{name.Line, name.Column}}
		here := t.toKey(name.Value)
		if name.Kind != yaml.ScalarNode {
			b.add(key.pos, t, "expected a name before the colon")
			continue
		}
		if name.Style == 0 {
			switch name.Value {
			case "":
				b.add(key.pos, t, "expected a name before the colon")
				continue
			case "<<":
				b.add(key.pos, t, "merge keys (<<) are not supported: write the fields out")
				continue
			}
		}
		b.node(name, here, depth)
		first := out.find(key.text)
		if first >= 0 {
			b.check.addDuplicate(key, out.keys[first].pos, here)
		}
		if v := b.node(value, here, depth+1); first < 0 {
			out.add(key, v)
		}
	}
}

func (b *yamlBuilder) add(at position, t *trail, message string) {
	b.check.addAt(at, t, finding{message: message})
}
