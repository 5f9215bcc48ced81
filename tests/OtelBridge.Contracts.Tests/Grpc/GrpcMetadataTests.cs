using OtelBridge.Grpc;

namespace OtelBridge.Contracts.Tests.Grpc;

public sealed class GrpcMetadataTests
{
    [Theory]
    [InlineData("authorization", "Bearer abc")]
    [InlineData("X-Api-Key", "~!@#$%^&*()")]
    [InlineData("x_y.z-1", "")]
    [InlineData("trace-bin", "AAECAw==")]
    public void Check_WhatCanBeSent_Passes(string key, string value) => Should.NotThrow(() => GrpcMetadata.Check(key, value));

    [Theory]
    [InlineData("", "v")]
    [InlineData("a b", "v")]
    [InlineData("a:b", "v")]
    [InlineData(":path", "v")]
    [InlineData("ключ", "v")]
    [InlineData("a\r\nb", "v")]
    [InlineData("grpc-timeout", "v")]
    [InlineData("Grpc-Encoding", "v")]
    [InlineData("content-type", "v")]
    [InlineData("Host", "v")]
    [InlineData("te", "v")]
    [InlineData("key", "line\r\nother: header")]
    [InlineData("key", "välue")]
    [InlineData("key", "\0")]
    public void Check_WhatCannotBeSent_Throws(string key, string value) =>
        Should.Throw<ArgumentException>(() => GrpcMetadata.Check(key, value));

    [Fact]
    public void Check_SecretThatCannotBeSent_IsNotInTheText() =>
        Should.Throw<ArgumentException>(() => GrpcMetadata.Check("authorization", "sécret")).Message.ShouldNotContain("cret");
}
