package maturity

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// suspiciousFrom is from how many cases on a share of all or of none is a finding.
const suspiciousFrom = 30

// findMeasured adds what the measures of an axis tell beside its answers.
func (m *Model) findMeasured(r *Report, a Axis) {
	x := r.Axis(a)
	var claims, ahead, suspicious []Finding
	for i := range r.Measures {
		v := &r.Measures[i]
		if v.Axis != a {
			continue
		}
		if t, ok := v.find(func(t Threshold) bool { return t.Counts && t.Verdict == Refuted && t.Stage <= x.Asked.High }); ok {
			claims = append(claims, m.claim(x, v, t))
		}
		if t, ok := v.find(func(t Threshold) bool {
			return t.Counts && t.Verdict == Supported && t.Stage > x.Asked.High && t.Stage == x.Measured.Low
		}); ok {
			ahead = append(ahead, m.ahead(x, v, t))
		}
		if i := &m.spec.Indicators[m.indicators[v.Indicator]]; i.Source != FromSpec && !v.Assumed && v.extreme() && !(i.Enforced && v.perfect()) {
			suspicious = append(suspicious, v.suspicious())
		}
	}
	slices.SortStableFunc(claims, func(f, g Finding) int { return strings.Compare(f.Params["stage"], g.Params["stage"]) })
	r.Findings = append(r.Findings, slices.Concat(claims, ahead, suspicious)...)
}

// find returns the threshold of the lowest stage of those that are looked for.
func (v *MeasureReport) find(wanted func(Threshold) bool) (Threshold, bool) {
	i := slices.IndexFunc(v.Thresholds, wanted)
	if i < 0 {
		return Threshold{}, false
	}
	return v.Thresholds[i], true
}

// extreme reports whether it is a share of all or of none, of many.
func (v *MeasureReport) extreme() bool {
	f := v.Figure
	return v.Unit == Share && f.Den >= suspiciousFrom && (f.Num == 0 || f.Num == f.Den)
}

// perfect reports whether a share of all or of none is as good as it can be.
func (v *MeasureReport) perfect() bool {
	return (v.Thresholds[0].Bound == AtLeast) == (v.Figure.Num > 0)
}

func (m *Model) claim(x *AxisReport, v *MeasureReport, t Threshold) Finding {
	params := v.params(t)
	params["asked"] = strconv.Itoa(x.Asked.High)
	name, at := m.spec.axis(v.Axis).Name, x.asked()
	return Finding{ClaimExceedsEvidence, params, Text{
		En: fmt.Sprintf("%s: by the answers %s, but daily business refutes stage %d. %s, needed for stage %[3]d: %[5]s.",
			name.En, at.En, t.Stage, v.sentence(En), goal(t.Bound, t.Value, v.Unit, En)),
		De: fmt.Sprintf("%s: nach den Antworten %s, doch der Alltag widerlegt Stufe %d. %s, für Stufe %[3]d nötig: %[5]s.",
			name.De, at.De, t.Stage, v.sentence(De), goal(t.Bound, t.Value, v.Unit, De)),
	}}
}

func (m *Model) ahead(x *AxisReport, v *MeasureReport, t Threshold) Finding {
	params := v.params(t)
	params["asked"] = strconv.Itoa(x.Asked.High)
	name, at := m.spec.axis(v.Axis).Name, x.asked()
	return Finding{PracticeAhead, params, Text{
		En: fmt.Sprintf("%s: by the answers %s, while daily business speaks for stage %d. %s, needed for stage %[3]d: %[5]s.",
			name.En, at.En, t.Stage, v.sentence(En), goal(t.Bound, t.Value, v.Unit, En)),
		De: fmt.Sprintf("%s: nach den Antworten %s, während der Alltag für Stufe %d spricht. %s, für Stufe %[3]d nötig: %[5]s.",
			name.De, at.De, t.Stage, v.sentence(De), goal(t.Bound, t.Value, v.Unit, De)),
	}}
}

func (v *MeasureReport) suspicious() Finding {
	t := v.Thresholds[0]
	text := Text{
		En: "It may not be recorded at all.",
		De: "Vielleicht wird es gar nicht erfasst.",
	}
	if v.perfect() {
		text = Text{
			En: "Everything may be waved through, or the value set by default.",
			De: "Vielleicht wird alles durchgewinkt oder der Wert vorbelegt.",
		}
	}
	return Finding{RateSuspicious, v.params(t), Text{
		En: v.sentence(En) + ": without exception, which is rare. " + text.En,
		De: v.sentence(De) + ": ohne jede Ausnahme, was selten ist. " + text.De,
	}}
}

// asked words what the answers say.
func (x *AxisReport) asked() Text {
	if x.Asked.Low < x.Asked.High {
		return Text{
			En: fmt.Sprintf("stage %d to %d", x.Asked.Low, x.Asked.High),
			De: fmt.Sprintf("Stufe %d bis %d", x.Asked.Low, x.Asked.High),
		}
	}
	return Text{En: fmt.Sprintf("stage %d", x.Asked.High), De: fmt.Sprintf("Stufe %d", x.Asked.High)}
}

// params are a measure and a threshold for programs.
func (v *MeasureReport) params(t Threshold) map[string]string {
	f := v.Figure
	params := map[string]string{
		"axis": string(v.Axis), "indicator": v.Indicator,
		"stage": strconv.Itoa(t.Stage), "bound": string(t.Bound), "threshold": t.Value.String(),
		"value": shortest(f.Value), "num": strconv.FormatInt(f.Num, 10), "den": strconv.FormatInt(f.Den, 10),
	}
	if f.Low != nil {
		params["low"], params["high"] = shortest(*f.Low), shortest(*f.High)
	}
	if !f.From.IsZero() {
		params["from"] = f.From.Format(time.RFC3339Nano)
	}
	if !f.To.IsZero() {
		params["to"] = f.To.Format(time.RFC3339Nano)
	}
	return params
}

func shortest(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
