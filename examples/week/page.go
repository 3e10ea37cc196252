package main

import (
	"bytes"
	_ "embed"
	"html/template"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/maturity"
)

//go:embed page.html
var pageHTML string

// page writes what both sides look at on Friday: pictures of the library, and tables of
// the company's own. html/template escapes what came from outside, and so does the
// library in its pictures.
func (m *meeting) page(b *bytes.Buffer) error {
	page, err := template.New("page").Parse(pageHTML)
	if err != nil {
		return err
	}
	handOff, err := m.pictures(funnel.HandOffPicture, funnel.ClockPicture, funnel.ReasonPicture, funnel.GoalPicture)
	if err != nil {
		return err
	}
	way, err := m.pictures(funnel.FunnelPicture, funnel.CurvePicture, funnel.FlowPicture)
	if err != nil {
		return err
	}
	var matrix bytes.Buffer
	if err := m.maturity.WriteSVG(&matrix, maturity.En); err != nil {
		return err
	}
	at, _ := m.maturity.Position()
	return page.Execute(b, map[string]any{
		"Monday": m.monday, "AsOf": m.asOf, "Offered": m.offered,
		"Report": m.funnel, "HandOff": handOff, "Way": way, "Opportunities": m.opportunities, "Changes": m.changes, "Consequence": m.consequence,
		"Maturity": m.maturity, "Matrix": template.HTML(matrix.String()), "At": at, "Where": where(at),
	})
}

func (m *meeting) pictures(names ...funnel.Picture) ([]template.HTML, error) {
	var list []template.HTML
	for _, name := range names {
		var svg bytes.Buffer
		if err := m.funnel.WritePicture(&svg, name); err != nil {
			return nil, err
		}
		list = append(list, template.HTML(svg.String()))
	}
	return list, nil
}
