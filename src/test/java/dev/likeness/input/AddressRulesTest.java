package dev.likeness.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {

    private final AddressRules rules = new AddressRules(Settings.defaults());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.0.1",
                "169.254.0.1",
                "169.254.169.254",
                "169.254.170.2",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "168.63.129.16",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::127.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2001:2::1",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:a00:1::1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fdff::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "ff0e::1"
            })
    void addressesThatAreNotOfThePublicInternetAreRefused(String address) throws UnknownHostException {
        assertThat(rules.allows(InetAddress.getByName(address), 443)).isFalse();
    }

    @Test
    void mappedAddressesAreSeenThroughWhateverTheirForm() {
        // Java folds ::ffff:a.b.c.d into IPv4 on its own; here are its sixteen bytes.
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        System.arraycopy(new byte[] {8, 8, 8, 8}, 0, mapped, 12, 4);

        assertThat(AddressRules.isPublic(mapped)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "126.1.1.1",
                "128.0.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1", "198.17.0.1", "198.20.0.1", "223.255.255.255",
                "2606:4700::1111", "2a00:1450::1", "2001:200::1", "2003::1", "64:ff9b::8.8.8.8"
            })
    void publicAddressesAreAllowed(String address) throws UnknownHostException {
        assertThat(rules.allows(InetAddress.getByName(address), 443)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"80,true", "443,true", "8080,true", "9000,true", "22,false", "25,false", "6,false", "1023,false"})
    void portsOfOtherServicesAreRefused(int port, boolean allowed) throws UnknownHostException {
        assertThat(rules.allows(InetAddress.getByName("8.8.8.8"), port)).isEqualTo(allowed);
    }

    @Test
    void theOperatorMayAllowHostsAddressesAndNetworks() throws UnknownHostException {
        AddressRules allowing = new AddressRules(Settings.defaults()
                .allowing("minio.storage.svc", "*.Images.svc", "10.1.0.0/16", "fd12::/64", "10.9.9.9"));

        assertThat(allowing.allowsHost("minio.storage.svc")).isTrue();
        assertThat(allowing.allowsHost("other.storage.svc")).isFalse();
        assertThat(allowing.allowsHost("a.images.svc")).isTrue();
        assertThat(allowing.allowsHost("images.svc")).isFalse();
        assertThat(allowing.allowsHost("evilimages.svc")).isFalse();
        assertThat(allowing.allows(InetAddress.getByName("10.1.255.1"), 22)).isTrue();
        assertThat(allowing.allows(InetAddress.getByName("10.2.0.1"), 80)).isFalse();
        assertThat(allowing.allows(InetAddress.getByName("10.9.9.9"), 80)).isTrue();
        assertThat(allowing.allows(InetAddress.getByName("10.9.9.8"), 80)).isFalse();
        assertThat(allowing.allows(InetAddress.getByName("fd12::7"), 80)).isTrue();
        assertThat(allowing.allows(InetAddress.getByName("fd12:0:0:1::7"), 80)).isFalse();
        assertThat(allowing.allows(InetAddress.getByName("8.8.8.8"), 80)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0/8", "::1/129", "10.0.0.0/", "http://x", "a b", "*", "1.2.3"})
    void anEntryThatSaysNothingStopsTheStart(String entry) {
        assertThatThrownBy(() -> new AddressRules(Settings.defaults().allowing(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("likeness.input.allowed-hosts")
                .hasMessageContaining(entry);
    }
}
