package main

import (
	"bytes"

	"github.com/leadline-go/leadline/maturity"
)

// render writes the report as the flags say.
func render(b *bytes.Buffer, o options, r *maturity.Report) error {
	switch o.format {
	case "json":
		return r.WriteJSON(b)
	case "markdown", "md":
		return r.WriteMarkdown(b, o.lang)
	case "svg":
		return r.WriteSVG(b, o.lang)
	case "html":
		return r.WriteHTML(b, o.lang)
	}
	return r.WriteText(b, o.lang)
}
