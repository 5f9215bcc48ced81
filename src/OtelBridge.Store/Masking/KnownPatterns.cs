using System.Buffers;
using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;

namespace OtelBridge.Store.Masking;

/// <summary>What rules may look for by a name. Nothing here needs to go back in a text, so that the time is linear in its length.</summary>
internal static class KnownPatterns
{
    private static readonly SearchValues<string> KeyBeginnings = SearchValues.Create(
        ["sk-", "sk_", "rk_", "pk_", "AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "AIza", "hf_", "npm_", "SG."], StringComparison.Ordinal);

    private static readonly FrozenDictionary<string, SoughtPattern> ByName = new Dictionary<string, SoughtPattern>
    {
        ["email"] = new(
            @"[\p{L}\p{N}._%+\-]+@[\p{L}\p{N}](?:[\p{L}\p{N}\-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}\-]*[\p{L}\p{N}])?)+",
            static text => text.Contains('@')),
        ["creditCard"] = new(@"\b[2-6](?:[ \-]?[0-9]){12,18}\b", static text => TextScan.HasDigits(text, 13, " -", 1), Checksums.CreditCard),
        ["iban"] = new(@"\b[A-Za-z]{2}[0-9]{2}(?:[ \-]?[A-Za-z0-9]){11,30}\b", TextScan.HasCountryAndDigits, Checksums.Iban),
        ["usSsn"] = new(@"\b[0-8][0-9]{2}-[0-9]{2}-[0-9]{4}\b", static text => TextScan.HasDigits(text, 9, "-", 1)),
        ["phone"] = new(
            @"\+[1-9](?:[ .\-]?[(]?[0-9][)]?){7,14}\b|[(][0-9]{3}[)][ ]?[0-9]{3}[ .\-][0-9]{4}\b|\b[0-9]{3}[ .\-][0-9]{3}[ .\-][0-9]{4}\b",
            static text => TextScan.HasDigits(text, 8, " .-()", 3)),
        ["ip"] = new(
            @"\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b|(?:[0-9A-Fa-f]{0,4}:){2,7}(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9A-Fa-f]{0,4})",
            TextScan.HasAddress,
            Address),
        ["jwt"] = new(@"\beyJ[A-Za-z0-9_\-]{4,}\.[A-Za-z0-9_\-]{4,}\.[A-Za-z0-9_\-]*", static text => text.Contains("eyJ", StringComparison.Ordinal)),
        ["bearer"] = new(@"(?i)\bbearer[ \t]+[a-z0-9\-._~+/]{8,}=*", static text => text.Contains("bearer", StringComparison.OrdinalIgnoreCase)),
        ["apiKey"] = new(
            @"\b(?:sk-[A-Za-z0-9_\-]{16,}|[srp]k_(?:live|test)_[A-Za-z0-9]{16,}|A[KS]IA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{22,}"
            + @"|glpat-[A-Za-z0-9_\-]{20,}|xox[abeoprs]-[A-Za-z0-9\-]{10,}|AIza[0-9A-Za-z_\-]{35}|hf_[A-Za-z0-9]{30,}|npm_[A-Za-z0-9]{36}|SG\.[A-Za-z0-9_\-]{16,}\.[A-Za-z0-9_\-]{16,})",
            static text => text.AsSpan().ContainsAny(KeyBeginnings)),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> Names => ByName.Keys.Order(StringComparer.Ordinal);

    public static SoughtPattern? Find(string name) => ByName.GetValueOrDefault(name);

    private static int Address(string text) =>
        IPAddress.TryParse(text, out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6 ? text.Length > 2 : text.AsSpan().Count('.') == 3)
            ? text.Length
            : 0;
}
