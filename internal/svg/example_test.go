package svg_test

import (
	"fmt"
	"strings"

	"github.com/leadline-go/leadline/internal/svg"
)

func Example() {
	p := svg.New(svg.Head{
		ID: "bars", Width: 400, Height: 60, Lang: "en",
		Title: "Leads by stage", Desc: "MQL 120, SAL 80.",
		Style: `
			.bar { fill: var(--accent) }
			.name { font-size: 12px }`,
	})
	for i, stage := range []struct {
		name  string
		leads float64
	}{{"MQL", 120}, {"SAL <new>", 80}} {
		y := float64(i) * 30
		p.Rect("bar", 100, y+4, 300*stage.leads/120, 20)
		p.Text("name", 0, y+18, svg.Fit(stage.name, 12, 92))
	}
	_, shapes, _ := strings.Cut(p.String(), "</style>\n")
	fmt.Print(shapes)
	// Output:
	// <rect class="bar" x="100" y="4" width="300" height="20"/>
	// <text class="name" x="0" y="18">MQL</text>
	// <rect class="bar" x="100" y="34" width="200" height="20"/>
	// <text class="name" x="0" y="48">SAL &lt;new&gt;</text>
	// </svg>
}
