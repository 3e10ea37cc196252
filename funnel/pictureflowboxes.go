package funnel

import (
	"strings"

	"github.com/leadline-go/leadline/internal/svg"
	"github.com/leadline-go/leadline/internal/terminal"
)

// write breaks the name into two lines, if it has no room in one.
func (n *flowNode) write() {
	const width = (flowRight - flowLeft - 10) * boldShare
	name := terminal.Plain(string(n.status), nameLimit)
	lines := svg.Wrap(name, fontText, width)
	if len(lines) > 2 {
		lines[1] = svg.Fit(strings.TrimSpace(strings.TrimPrefix(name, lines[0])), fontText, width)
	}
	n.label = lines[:min(len(lines), 2)]
}

// ends says how many leads came in and are in a status.
func (n *flowNode) ends() string {
	var list []string
	if n.in > 0 {
		list = append(list, humanCount(n.in)+" came in")
	}
	if n.stay > 0 {
		list = append(list, humanCount(n.stay)+" "+isAreAlone(n.stay)+" here")
	}
	return strings.Join(list, ", ")
}
