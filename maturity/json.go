package maturity

import (
	"bytes"
	"encoding/json"
	"io"
)

// MarshalJSON writes the fields of the report and, derived from Positions, "cells",
// each as [r,m], and the "class" and "offset" of the only one, or null if there are
// several. Texts are there in all languages. Equal reports give equal bytes.
func (r Report) MarshalJSON() ([]byte, error) {
	type fields Report // without this method
	out := struct {
		Cells  []Cell `json:"cells"`
		Class  Class  `json:"class"`
		Offset *int   `json:"offset"`
		*fields
	}{fields: (*fields)(&r), Cells: []Cell{}}
	for _, p := range r.Positions {
		out.Cells = append(out.Cells, p.Cell)
	}
	if p, ok := r.Position(); ok {
		out.Class, out.Offset = p.Class, &p.Offset
	}
	return json.Marshal(out)
}

// WriteJSON writes the report as indented JSON, in one call to w.
func (r *Report) WriteJSON(w io.Writer) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}
