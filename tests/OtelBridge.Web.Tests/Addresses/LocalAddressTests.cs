using OtelBridge.Web.Addresses;

namespace OtelBridge.Web.Tests.Addresses;

public sealed class LocalAddressTests
{
    [Theory]
    [InlineData("traces?filter=name%20%3D%20'a'&last=1h")]
    [InlineData("runs/0123")]
    [InlineData("?page=2")]
    public void Address_OfOurs_StaysAsItIs(string address) => LocalAddress.Of(address).ShouldBe(address);

    [Theory]
    [InlineData("")]
    [InlineData("/elsewhere.example")]
    [InlineData("//elsewhere.example")]
    [InlineData("\\elsewhere.example")]
    [InlineData("\t/elsewhere.example")]
    [InlineData("a\r\nSet-Cookie: b=c")]
    [InlineData("#top")]
    public void Address_ThatCouldLeadElsewhere_IsTheWayIn(string address) => LocalAddress.Of(address).ShouldBe(Links.Experiments);
}
