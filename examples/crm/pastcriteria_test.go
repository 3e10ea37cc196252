package main

import (
	"net/http"
	"strings"
	"testing"
)

// element is what stands in a page from the element with an id on, up to an end.
func (a answer) element(t *testing.T, id, end string) string {
	t.Helper()
	_, rest, ok := strings.Cut(a.body, `id="`+id+`"`)
	if !ok {
		t.Fatalf("there is no %s:\n%s", id, a.text)
	}
	rest, _, _ = strings.Cut(rest, end)
	return rest
}

// What goes past the criteria is no more than possible, and says what it goes past.
func TestAWayPastTheCriteriaIsNotTheOneThatIsOffered(t *testing.T) {
	f := open(t)
	const asks = "Goes past the criteria: nobody knows whether the contact agrees to be contacted"
	page := f.as("ann").get("/leads/" + unasked)
	button := page.element(t, unasked+"-sales_generate-form", "</ul>")
	for _, want := range []string{asks, `class="quiet"`, `aria-describedby="` + unasked + `-sales_generate-passes"`} {
		if !strings.Contains(button, want) {
			t.Errorf("sales_generate lacks %q:\n%s", want, button)
		}
	}
	form := f.as("mia").get("/leads/"+unasked).element(t, unasked+"-nominate", "</ul>")
	if !strings.Contains(form[strings.Index(form, "</details>"):], asks) || !strings.Contains(form, `<button type="submit" class="quiet">`) {
		t.Errorf("nominate: %s", form)
	}
	// Nothing holds this one back but points, which judgement may outweigh.
	id := f.ready("Free GmbH", 0)
	page = f.as("ann").get("/leads/" + id)
	page.expect(t, http.StatusOK, "Take as sales' own")
	if strings.Contains(page.body, "-passes") || strings.Contains(page.element(t, id+"-sales_generate-form", "</form>"), "quiet") {
		t.Errorf("a warning of nothing: %s", page.text)
	}
}

func TestWhoMayIsListedAsPeopleDo(t *testing.T) {
	for by, want := range map[string]string{
		"sales":                              "sales",
		"marketing, lead_management":         "marketing and lead management",
		"marketing, lead_management, system": "marketing, lead management and programs",
	} {
		if got := parties(by); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	f := open(t)
	f.as("ann").get("/leads/"+f.in("inquiry")[0]).expect(t, http.StatusOK, "this is for marketing, lead management and programs")
}

func TestButtonsOfTheQueueSayOfWhichLeadTheyAre(t *testing.T) {
	f := open(t)
	page := f.as("ann").get("/queue")
	seen := map[string]bool{}
	for _, id := range f.in("mql") {
		l := f.facts(id)
		for event, name := range map[string]string{"accept": "Accept", "reject": "Reject …", "return": "Return for repair …"} {
			end := "</button>"
			if event != "accept" {
				end = "</summary>"
			}
			_, label, _ := strings.Cut(page.element(t, id+"-"+event, end), ">")
			label = strings.Join(strings.Fields(text("<main>"+label+"</main>")), " ")
			if !strings.HasPrefix(label, name+" : "+l.Company+" "+id) || seen[label] {
				t.Errorf("%s of %s is called %q", event, id, label)
			}
			seen[label] = true
		}
	}
}

func TestTheQueueSaysWhatHoldsALeadThatWasNominated(t *testing.T) {
	f := open(t)
	mia := f.as("mia")
	page := mia.get("/leads/" + unasked)
	mia.move(page, unasked, "nominate", "reason", "event", "note", "met").expect(t, http.StatusOK, "The lead is now in MQL.")
	queue := f.as("ann").get("/queue")
	if offer := text("<main>" + "<li " + queue.element(t, "offer-"+unasked, "</li>") + "</main>"); !strings.Contains(offer, "held: consent not known") {
		t.Errorf("the offer does not say so: %s", offer)
	}
	if free := f.in("mql")[0]; strings.Contains(queue.element(t, "offer-"+free, "</li>"), "held:") {
		t.Errorf("nothing holds %s: %s", free, queue.text)
	}
}
