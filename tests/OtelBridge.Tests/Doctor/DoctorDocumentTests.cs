using System.Text.RegularExpressions;
using OtelBridge.Doctor;
using OtelBridge.Probing;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Doctor;

public sealed partial class DoctorDocumentTests
{
    [Fact]
    public void Document_TablesOfFaults_HaveEveryOneOnceAsItIs()
    {
        var shown = Row().Matches(File.ReadAllText(RepositoryFolder.File("docs/doctor.md")))
            .Select(static m => new FindingKind(m.Groups["code"].Value, m.Groups["check"].Value, Enum.Parse<FindingOutcome>(m.Groups["outcome"].Value, ignoreCase: true)));

        shown.ShouldBe(EndpointFaults.All.Concat(TracingFaults.All));
    }

    // | `path-doubled` | path | error | … | … |
    [GeneratedRegex(@"^\| `(?<code>[a-z0-9-]+)` \| (?<check>\w+) \| (?<outcome>\w+) \| [^|]+ \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
