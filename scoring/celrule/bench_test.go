package celrule

import "testing"

func BenchmarkAsk(b *testing.B) {
	for _, bb := range []struct{ name, text string }{
		{"fields", `employees >= 250 && industry in ["machinery", "automotive"]`},
		{"counts", `employees >= 250 && count("webinar_attended", "90d") >= 2`},
		{"missing", `company.city == "Graz" || employees > 1000`},
	} {
		b.Run(bb.name, func(b *testing.B) {
			rs, lead := compileOne(b, bb.text), testLead()
			b.ReportAllocs()
			for b.Loop() {
				if _, err := rs.Ask(b.Context(), "r", lead, asOf); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	spec, texts := testSpec(), map[string]string{"r": `employees >= 250 && industry in ["machinery", "automotive"]`}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Compile(spec, texts, Config{}); err != nil {
			b.Fatal(err)
		}
	}
}
