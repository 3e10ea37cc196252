package scoring

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func signed(m *Model[Record]) Agreement {
	return Agreement{Criteria: m.FullID(), From: monday, Signatures: []Signature{
		{Name: "Mia", Side: Marketing, At: monday.Add(-48 * time.Hour)}, {Name: "Sam", Side: Sales, At: monday.Add(time.Hour)},
	}}
}

func agreedModel(t testing.TB, points int) *Model[Record] {
	return model(t, fmt.Sprintf(`
fields: {industry: string}
groups: [{name: fit, rules: [{name: industry, when: {field: industry, eq: machinery}, points: %d}]}]
qualify: {score: 10}
`, points))
}

func TestCriteriaAreInForceOnceBothHaveSignedThemAndTheDayHasCome(t *testing.T) {
	m, other := agreedModel(t, 30), agreedModel(t, 31)
	if !strings.HasPrefix(m.FullID(), m.ID()) || len(m.FullID()) != len(m.ID())+56 {
		t.Fatalf("the full ID %s of %s", m.FullID(), m.ID())
	}
	oneSide := signed(m)
	oneSide.Signatures = oneSide.Signatures[:1]
	for name, tt := range map[string]struct {
		agreement Agreement
		at        time.Time
		want      string // part of the error
	}{
		"before the later signature":     {signed(m), monday.Add(59 * time.Minute), "come into force on 2026-03-02 01:00:00 UTC"},
		"with it":                        {signed(m), monday.Add(time.Hour), ""},
		"a year later":                   {signed(m), monday.AddDate(1, 0, 0), ""},
		"of other criteria":              {signed(other), monday.AddDate(1, 0, 0), "what was signed is " + other.ID()},
		"without the signature of sales": {oneSide, monday.AddDate(1, 0, 0), "the signature of sales is missing"},
		"of nobody":                      {Agreement{}, monday, "the signatures of marketing and sales are missing"},
	} {
		err := tt.agreement.InForce(m.FullID(), tt.at)
		if tt.want == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		un, ok := errors.AsType[*UnsignedError](err)
		if !ok || !errors.Is(err, ErrUnsigned) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %s", name, err, tt.want)
			continue
		}
		code, message, params := un.Blocker()
		if code != CodeUnsigned || message != err.Error() || params["criteria"] != m.FullID() {
			t.Errorf("%s: %s, %s, %v", name, code, message, params)
		}
	}
}

func TestAnAgreementIsReadStrictly(t *testing.T) {
	m := agreedModel(t, 30)
	raw, err := json.Marshal(signed(m))
	if err != nil {
		t.Fatal(err)
	}
	back, err := ReadAgreement(strings.NewReader(string(raw)), "agreement.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(signed(m), back); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}
	good := string(raw)
	for name, tt := range map[string]struct{ from, to, want string }{
		"an unknown key":       {`"from"`, `"form"`, `unknown`},
		"no criteria":          {m.FullID(), "", "criteria"},
		"a short hash":         {m.FullID(), m.ID(), "64 hexadecimal digits"},
		"an unknown side":      {`"side":"sales"`, `"side":"sale"`, `did you mean "sales"`},
		"one side twice":       {`"side":"sales"`, `"side":"marketing"`, "has signed already"},
		"a nameless signature": {`"Mia"`, `""`, "needs a name"},
		"no time":              {`"at":"2026-03-02T01:00:00Z"`, `"at":"0001-01-01T00:00:00Z"`, "expected a time"},
		"a time that is none":  {`2026-03-02T01:00:00Z`, `2026-02-30T01:00:00Z`, "signatures[1].at: expected a time such as 2026-03-02T09:00:00Z or a date, found \"2026-02-30T01:00:00Z\"\n"},
		"a word for a time":    {`"from":"2026-03-02T00:00:00Z"`, `"from":"yesterday"`, "from: expected a time such as 2026-03-02T09:00:00Z or a date, found \"yesterday\"\n"},
		"nobody":               {good[strings.Index(good, `,"signatures"`):], "}", "the signature of sales is missing"},
		"something behind it":  {good, good + "{}", ""},
		"very much":            {`"Mia"`, `"` + strings.Repeat("M", 65<<10) + `"`, "larger than 64 KiB"},
		"nothing":              {good, "", ""},
	} {
		text := strings.Replace(good, tt.from, tt.to, 1)
		a, err := ReadAgreement(strings.NewReader(text), "agreement.json")
		if !errors.Is(err, ErrInvalidAgreement) || !strings.Contains(err.Error(), tt.want) || a.Criteria != "" {
			t.Errorf("%s: got %v, %v; want %s", name, a, err, tt.want)
		}
	}
	date, err := ReadAgreement(strings.NewReader(strings.Replace(good, `"from":"2026-03-02T00:00:00Z"`, `"from":"2026-03-02"`, 1)), "agreement.json")
	if err != nil || !date.From.Equal(monday) || date.From.Location() != time.UTC {
		t.Errorf("a bare date: %v, %v", date.From, err)
	}
	draft := signed(m)
	draft.Signatures = draft.Signatures[:1]
	if err := draft.Validate(); !errors.Is(err, ErrInvalidAgreement) || !strings.Contains(err.Error(), "sales is missing") {
		t.Errorf("a draft: %v", err)
	}
}

func TestNobodyQualifiesOnUnsignedCriteriaUnlessTheTermsAllowIt(t *testing.T) {
	m := agreedModel(t, 30)
	lead := Record{Fields: map[string]string{"industry": "machinery"}}
	late := monday.AddDate(0, 0, 1)
	for name, tt := range map[string]struct {
		terms Terms
		want  string // label; empty: refused
	}{
		"signed":            {Terms{Agreement: signed(m)}, Signed},
		"signed, or not":    {Terms{Agreement: signed(m), AllowUnsigned: true}, Signed},
		"unsigned":          {Terms{}, ""},
		"unsigned, allowed": {Terms{AllowUnsigned: true}, Unsigned},
	} {
		evidence, err := m.QualifyUnder(tt.terms)(t.Context(), lead, late)
		if tt.want == "" {
			if !errors.Is(err, ErrUnsigned) || evidence != nil {
				t.Errorf("%s: got %v, %v", name, evidence, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		r := evidence.(AgreedResult)
		if r.Labels()[LabelCriteria] != tt.want || r.Fingerprint() != m.ID() || r.Total != 30*Point {
			t.Errorf("%s: %v, %v", name, r.Labels(), r.Total)
		}
		raw, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var back AgreedResult
		if err := json.Unmarshal(raw, &back); err != nil || back.Criteria != tt.want || len(back.Lines()) != 1 || back.Total != r.Total {
			t.Errorf("%s: %s was read as %+v, %v", name, raw, back, err)
		}
	}
	if _, err := m.QualifyUnder(Terms{Agreement: signed(m)})(t.Context(), Record{}, late); !errors.Is(err, ErrNotQualified) {
		t.Errorf("too few points: %v", err)
	}
	broken := Agreement{Criteria: "x", From: monday}
	if _, err := m.QualifyUnder(Terms{Agreement: broken, AllowUnsigned: true})(t.Context(), lead, late); !errors.Is(err, ErrInvalidAgreement) {
		t.Errorf("a broken agreement: %v", err)
	}
}
