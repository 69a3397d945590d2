package alex_test

import (
	"fmt"
	"strings"
)

// asvsChapter and asvsSection are the outline of OWASP ASVS 5.0.0 (CC BY-SA 4.0,
// https://owasp.org/www-project-application-security-verification-standard/):
// ids, levels and names, without its sentences. A section's levels are one digit
// for each of its requirements, in order.
type (
	asvsChapter struct {
		id, name string
		sections []asvsSection
	}
	asvsSection struct{ id, name, levels string }
)

// asvsRequirement is one requirement of level 1 or 2.
type asvsRequirement struct {
	id    string
	level byte
}

// requirements are those of level 1 and 2.
func (s asvsSection) requirements() []asvsRequirement {
	var list []asvsRequirement
	for i := range len(s.levels) {
		if s.levels[i] != '3' {
			list = append(list, asvsRequirement{fmt.Sprintf("%s.%d", s.id, i+1), s.levels[i]})
		}
	}
	return list
}

// asvsLevels counts the requirements by level.
func asvsLevels() map[rune]int {
	counts := map[rune]int{}
	for _, chapter := range asvsStandard() {
		for _, section := range chapter.sections {
			for _, level := range strings.ReplaceAll(section.levels, "3", "") {
				counts[level]++
			}
		}
	}
	return counts
}

// asvsStandard leaves out sections in which every requirement is of level 3.
func asvsStandard() []asvsChapter {
	return []asvsChapter{
		{"V1", "Encoding and Sanitization", []asvsSection{
			{"1.1", "Encoding and Sanitization Architecture", "22"},
			{"1.2", "Injection Prevention", "1111122223"},
			{"1.3", "Sanitization", "112222222223"},
			{"1.4", "Memory, String, and Unmanaged Code", "222"},
			{"1.5", "Safe Deserialization", "123"},
		}},
		{"V2", "Validation and Business Logic", []asvsSection{
			{"2.1", "Validation and Business Logic Documentation", "122"},
			{"2.2", "Input Validation", "112"},
			{"2.3", "Business Logic Security", "12223"},
			{"2.4", "Anti-automation", "23"},
		}},
		{"V3", "Web Frontend Security", []asvsSection{
			{"3.2", "Unintended Content Interpretation", "113"},
			{"3.3", "Cookie Setup", "12223"},
			{"3.4", "Browser Security Mechanism Headers", "11222233"},
			{"3.5", "Browser Origin Separation", "11122333"},
			{"3.7", "Other Browser Security Considerations", "22333"},
		}},
		{"V4", "API and Web Service", []asvsSection{
			{"4.1", "Generic Web Service Security", "12233"},
			{"4.2", "HTTP Message Structure Validation", "23333"},
			{"4.3", "GraphQL", "22"},
			{"4.4", "WebSocket", "1222"},
		}},
		{"V5", "File Handling", []asvsSection{
			{"5.1", "File Handling Documentation", "2"},
			{"5.2", "File Upload and Content", "112333"},
			{"5.3", "File Storage", "113"},
			{"5.4", "File Download", "222"},
		}},
		{"V6", "Authentication", []asvsSection{
			{"6.1", "Authentication Documentation", "122"},
			{"6.2", "Password Security", "111111112222"},
			{"6.3", "General Authentication Security", "11223333"},
			{"6.4", "Authentication Factor Lifecycle and Recovery", "112233"},
			{"6.5", "General Multi-factor authentication requirements", "22222333"},
			{"6.6", "Out-of-Band authentication mechanisms", "2223"},
			{"6.8", "Authentication with an Identity Provider", "2222"},
		}},
		{"V7", "Session Management", []asvsSection{
			{"7.1", "Session Management Documentation", "222"},
			{"7.2", "Fundamental Session Management Security", "1111"},
			{"7.3", "Session Timeout", "22"},
			{"7.4", "Session Termination", "11222"},
			{"7.5", "Defenses Against Session Abuse", "223"},
			{"7.6", "Federated Re-authentication", "22"},
		}},
		{"V8", "Authorization", []asvsSection{
			{"8.1", "Authorization Documentation", "1233"},
			{"8.2", "General Authorization Design", "1123"},
			{"8.3", "Operation Level Authorization", "133"},
			{"8.4", "Other Authorization Considerations", "23"},
		}},
		{"V9", "Self-contained Tokens", []asvsSection{
			{"9.1", "Token source and integrity", "111"},
			{"9.2", "Token content", "1222"},
		}},
		{"V10", "OAuth and OIDC", []asvsSection{
			{"10.1", "Generic OAuth and OIDC Security", "22"},
			{"10.2", "OAuth Client", "223"},
			{"10.3", "OAuth Resource Server", "22223"},
			{"10.4", "OAuth Authorization Server", "1111122222233333"},
			{"10.5", "OIDC Client", "22222"},
			{"10.6", "OpenID Provider", "22"},
			{"10.7", "Consent Management", "222"},
		}},
		{"V11", "Cryptography", []asvsSection{
			{"11.1", "Cryptographic Inventory and Documentation", "2233"},
			{"11.2", "Secure Cryptography Implementation", "22233"},
			{"11.3", "Encryption Algorithms", "11233"},
			{"11.4", "Hashing and Hash-based Functions", "1222"},
			{"11.5", "Random Values", "23"},
			{"11.6", "Public Key Cryptography", "23"},
		}},
		{"V12", "Secure Communication", []asvsSection{
			{"12.1", "General TLS Security Guidance", "12233"},
			{"12.2", "HTTPS Communication with External Facing Services", "11"},
			{"12.3", "General Service to Service Communication Security", "22223"},
		}},
		{"V13", "Configuration", []asvsSection{
			{"13.1", "Configuration Documentation", "2333"},
			{"13.2", "Backend Communication Configuration", "222223"},
			{"13.3", "Secret Management", "2233"},
			{"13.4", "Unintended Information Leakage", "1222233"},
		}},
		{"V14", "Data Protection", []asvsSection{
			{"14.1", "Data Protection Documentation", "22"},
			{"14.2", "General Data Protection", "12223333"},
			{"14.3", "Client-side Data Protection", "122"},
		}},
		{"V15", "Secure Coding and Architecture", []asvsSection{
			{"15.1", "Secure Coding and Architecture Documentation", "12233"},
			{"15.2", "Security Architecture and Dependencies", "12233"},
			{"15.3", "Defensive Coding", "1222222"},
		}},
		{"V16", "Security Logging and Error Handling", []asvsSection{
			{"16.1", "Security Logging Documentation", "2"},
			{"16.2", "General Logging", "22222"},
			{"16.3", "Security Events", "2222"},
			{"16.4", "Log Protection", "222"},
			{"16.5", "Error Handling", "2223"},
		}},
		{"V17", "WebRTC", []asvsSection{
			{"17.1", "TURN Server", "23"},
			{"17.2", "Media", "22223333"},
			{"17.3", "Signaling", "22"},
		}},
	}
}
