using Microsoft.Extensions.AI;
using OtelBridge.TestSupport;
using OtelBridge.Testing.Tests.Environments;

namespace OtelBridge.Testing.Tests.Recording;

[Collection(EnvironmentVariables.Name)]
public sealed class RecordingSwitchTests
{
    [Fact]
    public async Task Mode_IsWhatTheEnvironmentSays()
    {
        using var folder = new TemporaryFolder();
        using var environment = new EnvironmentVariables("OTELBRIDGE_RECORD");
        var file = folder.File("calls.json");
        var model = ScriptedModel.Saying("yes");

        ModelRecording.Open(file).IsRecording.ShouldBeFalse();
        environment.Set("OTELBRIDGE_RECORD", "1");
        await ModelRecording.Open(file).Over(model).GetResponseAsync("one?");
        await ModelRecording.Open(file).Over(model).GetResponseAsync("two?");
        environment.Set("OTELBRIDGE_RECORD", "0");
        var replay = ModelRecording.Open(file).Over(model);

        (await replay.GetResponseAsync("two?")).Text.ShouldBe("yes");
        (await replay.GetResponseAsync("one?")).Text.ShouldBe("yes");
        model.Calls.ShouldBe(2);
    }

    [Fact]
    public void Place_WithoutAPath_IsBesideTheTest()
    {
        var recording = ModelRecording.Open();

        recording.File.ShouldBe(RepositoryFolder.File("tests", "OtelBridge.Testing.Tests", "Recording", "Recordings", "RecordingSwitchTests.Place_WithoutAPath_IsBesideTheTest.json"));
        File.Exists(recording.File).ShouldBeFalse();
    }
}
