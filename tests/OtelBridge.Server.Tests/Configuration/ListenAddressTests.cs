using OtelBridge.Server.Configuration;

namespace OtelBridge.Server.Tests.Configuration;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:4317", "127.0.0.1:4317", true)]
    [InlineData("localhost:0", "127.0.0.1:0", true)]
    [InlineData("[::1]:80", "[::1]:80", true)]
    [InlineData("0.0.0.0:5000", "0.0.0.0:5000", false)]
    [InlineData("*:65535", "[::]:65535", false)]
    public void Address_InAKnownForm_IsRead(string text, string written, bool isLoopback)
    {
        ListenAddress.TryParse(text, out var address).ShouldBeTrue();

        address!.ToString().ShouldBe(written);
        address.IsLoopback.ShouldBe(isLoopback);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("4317")]
    [InlineData(":4317")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1: 80")]
    [InlineData("::1:80")]
    [InlineData("[127.0.0.1]:80")]
    [InlineData("example.org:80")]
    [InlineData("http://127.0.0.1:80")]
    public void Address_InAnotherForm_IsRefused(string? text) => ListenAddress.TryParse(text, out _).ShouldBeFalse();
}
