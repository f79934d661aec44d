package zhucun

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// Reads lines "type, tab, record" into the generated types, and writes what they hold.
func TestRoundTrip(t *testing.T) {
	text, err := os.ReadFile("records.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		name, record, _ := strings.Cut(line, "\t")
		value := made[name]()
		decoder := json.NewDecoder(strings.NewReader(record))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(value); err != nil {
			t.Fatal(name, err)
		}
		written, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(append(written, '\n'))
	}
	if err := os.WriteFile("again.txt", out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
