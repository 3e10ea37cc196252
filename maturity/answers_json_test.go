package maturity

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What encoding/json writes of answers and of what is kept of them, it reads again.
func TestAnswersAsJSONAreReadAgain(t *testing.T) {
	m := compile(t, Default())
	in := story(t, m)
	in.Answers.Respondents[0].Answers["rel.rules.2"] = Answer{Value: NotApplicable, Reason: "no rules"}
	in.Answers.Respondents[1].Answers["rel.rules.2"] = Answer{Value: DontKnow}
	text, err := json.Marshal(in.Answers.Respondents)
	if err != nil {
		t.Fatal(err)
	}
	var again []Respondent
	if err := json.Unmarshal(text, &again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(in.Answers.Respondents, again); diff != "" {
		t.Errorf("(-written +read)\n%s", diff)
	}
	for _, bad := range []string{`"often"`, `6.5`, `{"value": []}`, `[]`} {
		if err := json.Unmarshal([]byte(bad), new(Answer)); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
}
