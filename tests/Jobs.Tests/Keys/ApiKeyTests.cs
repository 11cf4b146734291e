using JobQueue.Jobs.Keys;

namespace JobQueue.Jobs.Tests.Keys;

[TestClass]
public sealed class ApiKeyTests
{
    [TestMethod]
    public void New_Key_IsReadBack()
    {
        var key = ApiKey.New();

        var isKey = ApiKey.TryParse(key.Text, out var read);

        Assert.IsTrue(isKey);
        Assert.AreEqual(key, read);
        StringAssert.Matches(key.Text, new("^jq_[0-9a-f]{16}_[0-9a-f]{72}$"));
    }

    [TestMethod]
    public void TryParse_OneCharacterChanged_IsNoKey()
    {
        var text = ApiKey.New().Text;

        var mistyped = Enumerable.Range(0, text.Length).Select(at => $"{text[..at]}{(text[at] == '0' ? '1' : '0')}{text[(at + 1)..]}");

        Assert.IsEmpty(mistyped.Where(other => ApiKey.TryParse(other, out _)));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("jq_")]
    [DataRow("jq__")]
    [DataRow("Bearer")]
    [DataRow("jq_0123456789abcdef_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef00000000")]
    [DataRow("jq_٠١٢٣٤٥٦٧٨٩abcdef_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef00000000")]
    public void TryParse_SomethingElse_IsNoKey(string text) => Assert.IsFalse(ApiKey.TryParse(text, out _));

    [TestMethod]
    public void Is_HashOfAnother_IsNot()
    {
        var (one, other) = (ApiKey.New(), ApiKey.New());

        Assert.IsTrue(one.Is(one.Hash()));
        Assert.IsFalse(one.Is(other.Hash()));
        Assert.IsFalse(one.Is(""));
    }
}
