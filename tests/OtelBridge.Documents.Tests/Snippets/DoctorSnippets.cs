namespace OtelBridge.Documents.Tests.Snippets;

/// <summary>What docs/doctor.md shows.</summary>
public sealed class DoctorSnippets : AgainstAServer
{
    [Fact]
    public async Task Doctor_Diagnose_Runs()
    {
        var tracing = Tracing;

        // begin doctor-diagnose
        Console.WriteLine(await tracing.DiagnoseAsync());
        // end doctor-diagnose

        (await tracing.DiagnoseAsync()).HasErrors.ShouldBeFalse();
    }
}
