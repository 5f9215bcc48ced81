using OtelBridge.Export.Wires;

namespace OtelBridge.Tests.Export.Wires;

public sealed class PythonVersionTests
{
    [Theory]
    [InlineData("3.6.1.dev0", 3, 6)]
    [InlineData("3.4", 3, 4)]
    [InlineData("3.4.0rc1", 3, 4)]
    [InlineData("v3.10.2", 3, 10)]
    [InlineData("1!2.22.0.post1+fork.3", 2, 22)]
    [InlineData("4", 4, 0)]
    [InlineData(" 3.5.0-beta.2\n", 3, 5)]
    public void TryParse_VersionOfPython_IsRead(string text, int major, int minor)
    {
        PythonVersion.TryParse(text, out var version).ShouldBeTrue();

        version.ShouldBe(new PythonVersion(major, minor));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<!doctype html><title>3.6.0</title>")]
    [InlineData("three")]
    [InlineData("3.x")]
    [InlineData("99999999999.1")]
    [InlineData("3.4 beta of something")]
    public void TryParse_OtherText_IsNone(string text) => PythonVersion.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(3, 4, true)]
    [InlineData(3, 10, true)]
    [InlineData(4, 0, true)]
    [InlineData(3, 3, false)]
    [InlineData(2, 22, false)]
    public void IsAtLeast_ComparesNumbers(int major, int minor, bool expected) => new PythonVersion(major, minor).IsAtLeast(3, 4).ShouldBe(expected);
}
